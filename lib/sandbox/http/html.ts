const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

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

const style = `
:root { --page:#f6f5f3; --surface:#fff; --ink:#1c1b19; --muted:#5f5b55; --line:#d9d5ce; --field:#8a857c; --accent:#1f5fbf; --on-accent:#fff; --danger:#b3261e; --positive:#1c6b3c; --note:#efece6 }
@media (prefers-color-scheme: dark) { :root { --page:#161514; --surface:#1f1e1c; --ink:#f0eeea; --muted:#aba69d; --line:#3a3733; --field:#807b73; --accent:#8ab4f8; --on-accent:#10213d; --danger:#f2a49d; --positive:#8fd3a8; --note:#292724 } }
* { box-sizing:border-box }
body { margin:0; background:var(--page); color:var(--ink); font:16px/1.5 system-ui, sans-serif; overflow-wrap:anywhere }
main { max-width:56rem; margin:0 auto; padding:24px 16px 48px }
main.narrow { max-width:30rem }
h1 { font-size:20px; line-height:1.3; margin:0 0 4px }
h2 { font-size:16px; margin:24px 0 8px }
p { margin:0 0 12px }
a { color:var(--accent) }
.muted { color:var(--muted); font-size:14px }
.card { background:var(--surface); border:1px solid var(--line); border-radius:8px; padding:20px 16px; margin:16px 0 }
.sandbox { background:var(--note); border-radius:8px; padding:8px 12px; font-size:14px; color:var(--muted); margin:0 0 16px }
.error { color:var(--danger); border:1px solid currentcolor; border-radius:8px; padding:8px 12px }
.positive { color:var(--positive) }
table { width:100%; border-collapse:collapse; text-align:left }
th, td { padding:8px 8px 8px 0; border-bottom:1px solid var(--line); vertical-align:top }
th { font-size:13px; color:var(--muted); font-weight:500 }
td.amount, th.amount { text-align:right; padding-right:0; white-space:nowrap; font-variant-numeric:tabular-nums }
tr.total > * { border-bottom:0; font-weight:600; color:var(--ink); font-size:16px }
caption { text-align:left; position:absolute; width:1px; height:1px; overflow:hidden; clip-path:inset(50%) }
label, legend { font-size:14px; font-weight:500; padding:0 }
fieldset { border:0; padding:0; margin:0 0 16px }
.choice { display:flex; align-items:center; gap:10px; min-height:44px; font-size:16px; font-weight:400 }
.choice input { width:20px; height:20px; margin:0; accent-color:var(--accent) }
.field { display:grid; gap:4px; margin:0 0 16px }
.field input { font:inherit; color:inherit; background:var(--surface); border:1px solid var(--field); border-radius:6px; padding:9px 12px; min-height:44px; width:100% }
::placeholder { color:var(--muted); opacity:1 }
.row { display:grid; grid-template-columns:1fr 1fr; gap:12px }
button, .button { font:inherit; font-weight:600; min-height:44px; padding:8px 16px; border-radius:6px; border:1px solid var(--field); background:var(--surface); color:inherit; cursor:pointer; text-decoration:none; display:inline-flex; align-items:center; justify-content:center }
button.primary { background:var(--accent); border-color:var(--accent); color:var(--on-accent) }
button.wide { width:100% }
.actions { display:flex; flex-wrap:wrap; gap:12px; align-items:center }
.cancel { display:inline-flex; align-items:center; min-height:44px }
:focus-visible { outline:3px solid var(--accent); outline-offset:2px }
pre { white-space:pre-wrap; font:14px/1.5 ui-monospace, monospace; margin:0 }
iframe { width:100%; height:50vh; border:1px solid var(--line); border-radius:8px; background:#fff }
dl { display:grid; grid-template-columns:max-content 1fr; gap:4px 16px; margin:0 }
dt { color:var(--muted) }
dd { margin:0 }
ul.mails { list-style:none; margin:16px 0; padding:0 }
ul.mails a { display:block; padding:12px 16px; background:var(--surface); border:1px solid var(--line); border-radius:8px; margin:0 0 8px; text-decoration:none; color:inherit }
ul.mails strong { display:block }
form:has([name=method][value=alipay]:checked) .card-fields, form:has([name=method][value=crypto]:checked) .card-fields { display:none }
@media (max-width: 30rem) { .row { grid-template-columns:1fr } dl { grid-template-columns:1fr } dd { margin:0 0 8px } }
`.trim();
