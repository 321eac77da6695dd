import { escapeHtml } from "@/lib/kernel/escape-html";
import { fontFace } from "./font";

/** A page of a simulator: no script, no external asset, light or dark by the system's setting. */
export function pageHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** The product's colors and typeface, so that a simulated page does not look like another product. */
const style = `
${fontFace}
:root { color-scheme:light dark; --page:#fff; --surface:#fff; --ink:#1c1b18; --muted:#5a574f; --line:#e0ded9; --field:#928e86; --accent:#21488c; --on-accent:#fcfcfe; --danger:#a8201a; --positive:#17693d; --note:#f4f3f0 }
@media (prefers-color-scheme: dark) { :root { --page:#131210; --surface:#1d1c19; --ink:#eeece8; --muted:#b5b1a9; --line:#343230; --field:#716d66; --accent:#8fb4f2; --on-accent:#0f1a2e; --danger:#f09a90; --positive:#7fd3a2; --note:#0d0c0b } }
* { box-sizing:border-box }
body { margin:0; background:var(--page); color:var(--ink); font:14px/20px Geist, system-ui, sans-serif; overflow-wrap:anywhere }
main { max-width:56rem; margin:0 auto; padding:24px 16px 48px }
main.narrow { max-width:30rem }
h1 { font-size:20px; line-height:28px; font-weight:600; letter-spacing:-0.01em; margin:0 0 4px }
h2 { font-size:16px; line-height:24px; margin:24px 0 8px }
p { margin:0 0 12px }
a { color:var(--accent); text-underline-offset:2px }
.muted { color:var(--muted); font-size:13px }
.card { background:var(--surface); border:1px solid var(--line); border-radius:8px; padding:20px 16px; margin:16px 0 }
.stub { padding-left:28px; background-image:radial-gradient(circle at 0 50%, var(--field) 1.5px, transparent 2px); background-repeat:repeat-y; background-position:6px 0; background-size:4px 8px }
.sandbox { background:var(--note); border-radius:6px; padding:8px 12px; font-size:13px; color:var(--muted); margin:0 0 16px }
.error { color:var(--danger); border:1px solid currentcolor; border-radius:6px; padding:8px 12px }
.positive { color:var(--positive) }
table { width:100%; border-collapse:collapse; text-align:left }
th, td { padding:8px 8px 8px 0; border-bottom:1px solid var(--line); vertical-align:top }
th { font-size:12px; color:var(--muted); font-weight:500 }
td.amount, th.amount { text-align:right; padding-right:0; white-space:nowrap; font-variant-numeric:tabular-nums }
tr.total > * { border-bottom:4px double var(--field); font-weight:600; color:var(--ink); font-size:14px }
caption { text-align:left; position:absolute; width:1px; height:1px; overflow:hidden; clip-path:inset(50%) }
label, legend { font-weight:500; padding:0 }
fieldset { border:0; padding:0; margin:0 0 16px }
.choice { display:flex; align-items:center; gap:10px; min-height:44px; font-weight:400 }
.choice input { width:16px; height:16px; margin:0; accent-color:var(--accent) }
.field { display:grid; gap:4px; margin:0 0 16px }
.field input { font:inherit; font-size:16px; color:inherit; background:var(--surface); border:1px solid var(--field); border-radius:6px; padding:9px 12px; min-height:44px; width:100%; font-variant-numeric:tabular-nums }
.field input[aria-invalid] { border-color:var(--danger) }
::placeholder { color:var(--muted); opacity:1 }
.row { display:grid; grid-template-columns:1fr 1fr; gap:12px }
button, .button { font:inherit; font-weight:500; min-height:44px; padding:8px 16px; border-radius:6px; border:1px solid var(--field); background:var(--surface); color:inherit; cursor:pointer; text-decoration:none; display:inline-flex; align-items:center; justify-content:center }
button.primary { background:var(--accent); border-color:var(--accent); color:var(--on-accent) }
button.wide { width:100% }
.actions { display:flex; flex-wrap:wrap; gap:12px; align-items:center }
.cancel { display:inline-flex; align-items:center; min-height:44px }
:focus-visible { outline:2px solid var(--accent); outline-offset:2px }
pre { white-space:pre-wrap; font:13px/20px ui-monospace, monospace; margin:0 }
iframe { width:100%; height:50vh; border:1px solid var(--line); border-radius:8px; background:#fff }
dl { display:grid; grid-template-columns:max-content 1fr; gap:4px 16px; margin:0 }
dt { color:var(--muted) }
dd { margin:0 }
ul.plain { list-style:none; margin:0; padding:0 }
ul.mails { list-style:none; margin:16px 0; padding:0 }
ul.mails a { display:block; padding:12px 16px; border-bottom:1px solid var(--line); text-decoration:none; color:inherit }
ul.mails a:hover { background:var(--note) }
ul.mails strong { display:block; font-weight:500 }
form:has([name=method][value=alipay]:checked) .card-fields, form:has([name=method][value=crypto]:checked) .card-fields { display:none }
@media (max-width: 30rem) { .row { grid-template-columns:1fr } dl { grid-template-columns:1fr } dd { margin:0 0 8px } }
`.trim();
