"""Two hundred texts by which somebody would have a browser run something: each calls `ran` with its own number."""

from __future__ import annotations

# What would run, if the text were taken for markup, for an attribute, for a script or for a template.
_SHAPES = (
    "<script>{}</script>",
    "</script><script>{}</script>",
    "</title><script>{}</script>",
    "</textarea></style><script>{}</script>",
    "--><script>{}</script>",
    "]]><script>{}</script>",
    "<!--<script>{}</script>-->",
    "<ScRiPt/x>{}</sCrIpT >",
    "<img src=x onerror={}>",
    '"><img src=x onerror="{}">',
    "'><img src=x onerror='{}'>",
    "<svg onload={}>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<svg><script>{}</script></svg>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror={}></style>",
    "<body onload={}>",
    "<details open ontoggle={}>x</details>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    '<iframe src="javascript:parent.{}"></iframe>',
    '<object data="javascript:{}"></object>',
    "<a href=javascript:{}>x</a>",
    "<form><button formaction=javascript:{}>x</button></form>",
    "<base href=javascript:{}//>",
    "<meta http-equiv=refresh content='0;javascript:{}'>",
    "<link rel=stylesheet href=data:text/css,x onerror={}>",
    "<style onload={}>*{{}}</style>",
    "<marquee onstart={}>x</marquee>",
    "` onmouseover={} `",
    '" onmouseover="{}',
    "' autofocus onfocus='{}",
    "${{{}}}",
    "`${{{}}}`",
    "\\`+{}+\\`",
    "';{};'",
    '";{};"',
    "\\';{}//",
    "{{{{{}}}}}",
    "{{{{constructor.constructor('{}')()}}}}",
    "{{% raw %}}{}{{% endraw %}}",
    "<%= {} %>",
    "#{{{}}}",
    "javascript:{}",
    "\\u003cimg src=x onerror={}\\u003e",
    "&lt;img src=x onerror={}&gt;",
    "%3Cimg%20src=x%20onerror={}%3E",
    "\u2028{}//\u2029",
    "\u202e<img src=x onerror={}>\u2066",
    "<x contenteditable onblur={}>__proto__</x>",
)
# How the call itself is hidden.
_CALLS = ("ran({})", "window['ran']({})", "ran`{}`", "(0,eval)('ran({})')")
HOSTILE_200 = tuple(
    shape.format(call.format(number + 50 * way))
    for way, call in enumerate(_CALLS)
    for number, shape in enumerate(_SHAPES)
)
assert len(HOSTILE_200) == len(set(HOSTILE_200)) == 200

WATCH = """
window.hurt = [];
window.ran = (number) => { window.hurt.push(`ran ${number}`); };
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => window.hurt.push(name);
addEventListener("securitypolicyviolation", (event) => window.hurt.push(`policy ${event.violatedDirective}`));
"""
"""For a page that is watched, before its own scripts: what ran, and what the policy had to stop, stands in `hurt`."""
