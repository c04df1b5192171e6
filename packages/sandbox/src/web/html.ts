/** The few words of HTML that the pages are made of. */

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; color: light-dark(#1f2328, #f0f3f6); background: light-dark(#fff, #0d1117); display: grid; place-items: center; min-height: 100vh }
main { width: min(26rem, calc(100% - 2rem)) }
h1 { font-size: 1.4rem }
form { display: grid; gap: .5rem; margin-block: 1rem }
button { font: inherit; padding: .5rem 1rem; border-radius: .4rem; border: 1px solid; cursor: pointer }
a { color: light-dark(#0550ae, #79c0ff) }`;

/** @param content HTML */
export function document(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>
${content}
<p><small>A made-up GitHub on this machine. Nothing here is real.</small></p></main></body>
</html>
`;
}

export function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;
}

export function button(name: string, value: string, label: string): string {
  return `<button name="${escaped(name)}" value="${escaped(value)}">${escaped(label)}</button>`;
}
