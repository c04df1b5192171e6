/** The one stylesheet of all pages. What may be done on a page is held to it by its hash: nothing else is styled or run. */
import { hash } from 'node:crypto';

/**
 * Colours of a chart's series, in their order: told apart also by people who see no red or no green, and three times as
 * bright or as dark as the page (a test reckons both). More series than these are drawn as one, `the rest`.
 */
export const seriesColours = {
  light: ['#0a66c2', '#c2570c', '#3e99ba', '#6e4a63', '#380584', '#4c201b'],
  dark: ['#5aa9ff', '#ff9d4d', '#79f3e8', '#cf728a', '#7951e2', '#79630e'],
} as const;

/** What pages lie on. */
export const ground = { light: '#ffffff', dark: '#0f1419' } as const;

const colours = (mode: 'light' | 'dark'): string =>
  seriesColours[mode].map((colour, index) => `--s${index}:${colour};`).join('');

const fills = seriesColours.light
  .map(
    (_, index) =>
      `.s${index}{fill:var(--s${index})}.k${index}{color:var(--s${index})}.l${index}{stroke:var(--s${index})}`,
  )
  .join('');

export const style = `
:root{color-scheme:light dark;--ground:${ground.light};--raised:#f5f7f9;--ink:#16202b;--quiet:#56616e;--line:#d5dbe1;--grid:#e6eaee;--link:#0a5fb8;--alarm:#b42318;${colours('light')}}
@media (prefers-color-scheme:dark){:root{--ground:${ground.dark};--raised:#182028;--ink:#e6ebf0;--quiet:#9aa7b4;--line:#323d48;--grid:#26303a;--link:#6cb6ff;--alarm:#ff8a80;${colours('dark')}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif}
body>header,main,body>footer{max-width:52rem;margin:0 auto;padding:0 1.25rem}
body>header{padding-top:2.25rem}
.brand{display:flex;align-items:center;gap:.5rem;margin:0 0 1.25rem;color:var(--quiet);font-size:.9rem;font-weight:600;letter-spacing:.02em}
.brand svg{display:block}
h1{margin:0 0 .5rem;font-size:1.9rem;line-height:1.2;letter-spacing:-.01em;text-wrap:balance;overflow-wrap:anywhere}
h2{margin:2.75rem 0 .5rem;font-size:1.3rem;line-height:1.3;overflow-wrap:anywhere}
h3{margin:1.75rem 0 .25rem;font-size:1.05rem;line-height:1.35;overflow-wrap:anywhere}
p,ul,ol{margin:.5rem 0;max-width:42rem;overflow-wrap:anywhere}
.lead{color:var(--quiet);font-size:1.05rem}
.quiet{color:var(--quiet)}
a{color:var(--link);text-underline-offset:.15em}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.notice{margin:1rem 0;padding:.7rem 1rem;border-left:4px solid var(--alarm);background:var(--raised);border-radius:0 6px 6px 0;max-width:none}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.75rem;margin:1.25rem 0;padding:0;list-style:none;max-width:none}
.tiles li{padding:.8rem 1rem;overflow-wrap:anywhere;background:var(--raised);border:1px solid var(--line);border-radius:8px}
.tiles b{display:block;font-size:1.5rem;line-height:1.25;font-variant-numeric:tabular-nums}
.tiles span{display:block}
.tiles small{display:block;color:var(--quiet);font-size:.85rem;line-height:1.4}
.scroll{margin:.75rem 0;overflow-x:auto}
.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.94rem}
caption{padding:.25rem 0 .5rem;text-align:left;color:var(--quiet)}
th,td{padding:.42rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:baseline}
th:first-child,td:first-child{padding-left:0}
thead th{color:var(--quiet);font-weight:600;white-space:nowrap}
tbody th{font-weight:500;min-width:8rem;overflow-wrap:anywhere}
td{overflow-wrap:anywhere}
th p,td p{margin:0}
td:not(.n){min-width:6.75rem}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
figure{margin:1.25rem 0 1.75rem;padding:0}
figcaption{margin-bottom:.5rem;overflow-wrap:anywhere}
figcaption strong{display:block;font-size:1.05rem}
figcaption span{display:block;color:var(--quiet)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:.5rem 0;padding:0;list-style:none;font-size:.9rem;max-width:none}
.legend li{display:flex;align-items:center;gap:.4rem;min-width:0;overflow-wrap:anywhere}
.legend svg{flex:none;display:block}
.chart{display:block;width:100%;height:auto}
.narrow{display:none}
.chart text{font-size:12px;fill:var(--quiet)}
.chart .label{font-size:13px;fill:var(--ink);unicode-bidi:isolate}
.chart .value{font-size:13px;fill:var(--ink)}
.grid{stroke:var(--grid)}
.axis{stroke:var(--line)}
.gap{stroke:var(--ground);stroke-width:1}
.hollow{fill:var(--ground)}
.mark{fill:var(--ink)}
${fills}
.flow{max-width:30rem}
.chart .key{fill:var(--quiet)}
.chart .name{font-size:14px;font-weight:600;fill:var(--ink);unicode-bidi:isolate}
.box{fill:var(--raised);stroke:var(--line);stroke-width:1.5}
.faint{stroke-dasharray:5 4}
.bar{fill:var(--ground);stroke:var(--quiet);stroke-width:1.5}
.link,.hold{fill:none;stroke-width:1.75}
.link{stroke:var(--quiet)}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--quiet);font-size:.9rem}
body>footer{margin-top:3rem;padding-top:1rem;padding-bottom:2.5rem;color:var(--quiet);font-size:.88rem}
body>footer p{max-width:none}
@media (max-width:34rem){
body>header{padding-top:1.25rem}
body>header,main,body>footer{padding-left:1rem;padding-right:1rem}
h1{font-size:1.5rem}
.wide{display:none}
.narrow{display:block}
.tiles{grid-template-columns:1fr 1fr;gap:.5rem}
.tiles li{padding:.6rem .75rem}
.tiles b{font-size:1.2rem}
th,td{padding:.4rem .55rem}
}
@media print{
:root{color-scheme:light;--ground:#fff;--raised:#fff;--ink:#000;--quiet:#444;--line:#999;--grid:#ddd;--link:#000;${colours('light')}}
body{font-size:11pt}
figure,.tiles,tr{break-inside:avoid}
h2,h3,figcaption{break-after:avoid}
.scroll{overflow:visible}
.wide{display:block}
.narrow{display:none}
details::details-content{content-visibility:visible;block-size:auto}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;

/**
 * What a browser may do on a page: style it with this stylesheet, and nothing else. Nothing is loaded and nothing runs.
 * A server sends it as a header, with `frame-ancestors`, which a page cannot say of itself.
 */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'`;
