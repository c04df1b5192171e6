/** What the board's pages have beside the style of all pages. */
import { playgroundStyle } from './playground-style.ts';

/** The type, from files of ours. */
export const type = (at: (name: string) => string): string => `
@font-face{font-family:"Inter";font-style:normal;font-weight:100 900;font-display:swap;src:url(${at('inter-latin-ext.woff2')}) format("woff2");unicode-range:U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF}
@font-face{font-family:"Inter";font-style:normal;font-weight:100 900;font-display:swap;src:url(${at('inter-latin.woff2')}) format("woff2");unicode-range:U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD}
`;

export const boardStyle = `
body{font-family:"Inter",system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif;font-feature-settings:"cv11","ss03"}
.skip{position:absolute;left:.5rem;top:-4rem;z-index:2;padding:.5rem .9rem;background:var(--ground);color:var(--link);border:2px solid var(--link);border-radius:6px}
.skip:focus{top:.5rem}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
.note{margin:1rem 0;padding:.7rem 1rem;background:var(--raised);border:1px solid var(--line);border-left:4px solid var(--quiet);border-radius:0 8px 8px 0}
.top{border-bottom:1px solid var(--line);background:var(--raised)}
.top>div{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem 1.25rem;max-width:80rem;margin:0 auto;padding:.5rem 1.25rem}
.home{display:flex;align-items:center;gap:.5rem;font-weight:650;color:var(--ink);text-decoration:none;padding:.25rem 0}
.home svg{display:block}
nav ul{display:flex;flex-wrap:wrap;gap:.15rem;margin:0;padding:0;list-style:none}
nav a{display:flex;align-items:center;gap:.4rem;padding:.3rem .6rem;border-radius:6px;color:var(--ink);text-decoration:none;font-size:.94rem}
nav a:hover{background:var(--grid)}
nav a[aria-current]{background:var(--grid);font-weight:600}
.icon{flex:none;overflow:visible;width:1em;height:1em;vertical-align:-.125em;fill:currentColor}
.who{margin:0 0 0 auto;position:relative;font-size:.94rem}
.who summary{display:flex;align-items:center;gap:.4rem;color:var(--ink);font-size:inherit;list-style:none;padding:.3rem .6rem;border-radius:6px}
.who summary::-webkit-details-marker{display:none}
.who[open]{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
.who form{margin:0}
button,.button{display:inline-flex;align-items:center;gap:.4rem;font:inherit;font-size:.94rem;font-weight:550;padding:.35rem .8rem;border:1px solid var(--line);border-radius:6px;background:var(--ground);color:var(--ink);text-decoration:none;cursor:pointer}
button:hover,.button:hover{border-color:var(--quiet)}
button.main,.button.main{background:var(--link);border-color:var(--link);color:var(--ground)}
input,select,textarea{font:inherit;font-size:.94rem;padding:.35rem .6rem;border:1px solid var(--quiet);border-radius:6px;background:var(--ground);color:var(--ink);max-width:100%}
label{font-size:.94rem}
body>.top{max-width:none;padding:0}
.head{padding-top:1.75rem}
.broad main,.broad>footer{max-width:80rem}
.broad p,.broad ul,.broad ol{max-width:none}
.chip{display:inline-flex;align-items:center;gap:.3rem;padding:.05rem .55rem;border:1px solid var(--line);border-radius:1rem;font-size:.85rem;white-space:nowrap}
.chip.good{border-color:var(--good);color:var(--good)}
.chip.late{border-color:var(--alarm);color:var(--alarm)}
:root{--good:#1a7f37}
@media (prefers-color-scheme:dark){:root{--good:#57c773}}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.facts{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem 1rem}
.facts a,.todo a{display:inline-flex;align-items:center;gap:.35rem}
.todo{margin:1.25rem 0;padding:.9rem 1.1rem;background:var(--raised);border:1px solid var(--line);border-left:4px solid var(--link);border-radius:0 8px 8px 0}
.todo h2{margin:0;font-size:1.1rem}
.todo h3{margin:.9rem 0 0;font-size:.95rem;color:var(--quiet)}
.todo p{margin:.3rem 0}
.gates{list-style:none;padding:0;max-width:none}
.gates>li{margin:.75rem 0;padding:.8rem 1.1rem;border:1px solid var(--line);border-left:4px solid var(--line);border-radius:0 8px 8px 0}
.gates>li.good{border-left-color:var(--good)}
.gates h3{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin:0 0 .25rem}
.gates h4{margin:.75rem 0 .25rem;font-size:.94rem}
.gates .markdown p{margin:.3rem 0}
td .markdown p,th .markdown p{margin:0}
.happened{list-style:none;padding:0 0 0 1.1rem;margin-left:.3rem;border-left:2px solid var(--line);max-width:none}
.happened li{position:relative;margin:.9rem 0}
.happened li::before{content:"";position:absolute;left:-1.5rem;top:.45rem;width:.65rem;height:.65rem;border-radius:50%;background:var(--ground);border:2px solid var(--quiet)}
.happened p{margin:.1rem 0}
.difference{margin:0;font:.88em/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;min-width:max-content}
.difference>*{unicode-bidi:isolate}
.difference ins,.difference del{display:inline-block;min-width:100%;text-decoration:none}
.difference ins{background:color-mix(in srgb,var(--good) 16%,var(--ground))}
.difference del{background:color-mix(in srgb,var(--alarm) 14%,var(--ground))}
@media (max-width:34rem){
.top>div{padding:.4rem 1rem}
.head{padding-top:1.25rem}
nav{order:3;width:100%}
nav a{padding:.3rem .45rem}
nav .icon{display:none}
}
${playgroundStyle}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
@media print{.top,.skip{display:none}}
`;
