"""A visitor who looks at each page for scripts that ran and for what lies in wait; their browser obeys no policy."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Dialog, Page

from .poisoning import PASSWORD

#: Runs before all else in every page: what a script would call to be noticed is noticed.
TRAPS = """
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = (...given) => { console.error(`ran ${name}: ${given}`); };
}
document.addEventListener("securitypolicyviolation", (event) => console.error(`held back: ${event.blockedURI}`));
"""
#: What would run, load or lead elsewhere once somebody touches it.
LURKING = """() => {
  const found = [];
  const ours = (address) => new URL(address, location.href).origin === location.origin;
  for (const each of document.querySelectorAll("*")) {
    const told = each.outerHTML.slice(0, 200);
    if (/^(iframe|frame|object|embed|applet|base|portal|math|foreignObject|animate|set|use)$/i.test(each.localName)) {
      found.push(told);
    }
    if (each.localName === "script" && !(each.src && ours(each.src) && !each.textContent)) found.push(told);
    if (each.localName === "style" || (each.localName === "meta" && each.httpEquiv)) found.push(told);
    for (const { name, value } of each.attributes) {
      const plain = value.replace(/[\\x00-\\x20]/g, "").toLowerCase();
      const leads = /^(href|src|action|formaction|xlink:href|data|poster|background|ping|srcdoc|srcset)$/.test(name);
      const scheme = /^([a-z][a-z0-9+.-]*):/.exec(plain)?.[1];
      if (/^on/.test(name) || (name === "style")) found.push(told);
      if (leads && scheme && !/^https?$|^mailto$/.test(scheme) && !plain.startsWith("data:image/png;base64,")) {
        found.push(told);
      }
      if (leads && name !== "href" && !scheme && plain && !ours(value)) found.push(told);
    }
  }
  return [...new Set(found)];
}"""
#: What a reader sees, and what stands in the fields.
TOLD = """() => [
  document.title, document.body.innerText,
  ...[...document.querySelectorAll("input, textarea")].map((each) => each.value),
].join("\\n")"""
SHOWN = re.compile(r"alert\(\d+\)|evil\.example")
#: Sends the form with this action as it stands, with these fields in it.
SEND = """([action, fields]) => {
  const form = [...document.forms].find((each) => new URL(each.action).pathname === action);
  for (const [name, value] of Object.entries(fields)) {
    const kept = form.querySelector(`[name="${CSS.escape(name)}"]:not([type=submit], [type=radio])`);
    if (kept && kept.type !== "file") { kept.value = value; continue; }
    const added = document.createElement("textarea");
    added.name = name; added.value = value; form.append(added);
  }
  HTMLFormElement.prototype.submit.call(form);
}"""

ANSWER = """() => {
  const form = [...document.forms].find((each) => /\\/questions\\/\\d+$/.test(new URL(each.action).pathname));
  for (const each of form.querySelectorAll("[type=radio], [type=checkbox]")) each.checked = true;
  for (const each of form.querySelectorAll("select")) each.selectedIndex = each.options.length - 1;
  form.requestSubmit(form.querySelector("button:not([type=button])"));
}"""


class Visitor:
    """Somebody in a browser that obeys no security policy, who looks at each page for what should not be there."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        context.add_init_script(TRAPS)
        self.url, self.page = url, context.new_page()
        self.found, self.clean = dict[str, list[str]](), list[str]()
        self.page.on("dialog", self._asked)

    def _asked(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self._note([f"asked: {dialog.message}"])
        dialog.accept()

    def sign_in(self, email: str) -> Visitor:
        self.page.goto(f"{self.url}/sign-in")
        self.send("/sign-in", {"email": email, "password": PASSWORD})
        assert "/sign-in" not in self.page.url
        return self

    def look(self, *addresses: str) -> None:
        for address in addresses:
            self.page.goto(self.url + address)
            self.look_around()

    def send(self, action: str, fields: dict[str, str]) -> None:
        with self.page.expect_navigation():
            self.page.evaluate(SEND, [action, fields])
        self.look_around()

    def look_around(self) -> None:
        """Also what is folded away."""
        self.page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        self._note(self.page.evaluate(LURKING))
        if not SHOWN.search(self.page.evaluate(TOLD)):
            self.clean.append(self.page.url.removeprefix(self.url))

    def _note(self, found: list[str]) -> None:
        if found:
            self.found.setdefault(self.page.url.removeprefix(self.url), []).extend(found)


def answer(page: Page) -> None:
    """Choose what there is to choose, have the page's script send it, and wait for what the script does then."""
    page.evaluate("() => { window.asked = true; document.querySelector('.attempt')?.setAttribute('data-asked', ''); }")
    with page.expect_response(lambda sent: sent.request.method == "POST"):
        page.evaluate(ANSWER)
    # What is taken is shown by the page as it is loaded again, or in the question's place; what is not by this one.
    page.wait_for_function(
        "() => !window.asked || document.querySelector('#trouble:not([hidden]), .attempt:not([data-asked])')"
    )
    page.wait_for_load_state()
