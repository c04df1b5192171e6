/** What policies and the playground have beside the style of all pages. */
export const playgroundStyle = `
.markdown h3{margin-top:1.25rem}
.markdown>:first-child{margin-top:.25rem}
.markdown table{display:block;overflow-x:auto}
.markdown li>p{margin:.25rem 0}
.playground{display:grid;gap:1rem 2rem;grid-template:"write" "play" "rules" / minmax(0,1fr)}
.playground>.write{grid-area:write;min-width:0}
.playground>.rules{grid-area:rules;min-width:0}
.rules>h2{margin-top:0}
.playground>.play{grid-area:play;min-width:0}
.playground h2{margin-top:1rem}
.code{font:.875rem/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;width:100%;tab-size:2;font-feature-settings:normal}
.write .code{min-height:24rem;resize:vertical}
.editor{border:1px solid var(--quiet);border-radius:6px;overflow:hidden;background:var(--ground)}
.presets{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem}
.problems{padding-left:1.1rem}
.fine{color:var(--good)}
.acts{display:flex;flex-wrap:wrap;gap:.4rem;margin:.6rem 0;max-width:none}
.acts button{font-size:.88rem;padding:.25rem .6rem;text-align:left;max-width:100%;overflow-wrap:anywhere}
.say{display:inline-flex;gap:.4rem;max-width:100%}
.say input{font-size:.88rem;padding:.25rem .5rem;min-width:0;width:13rem}
.people{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:.75rem 0;padding:.5rem .9rem .7rem;border:1px solid var(--line);border-radius:8px}
.people legend{font-size:.94rem;font-weight:600;padding:0 .3rem}
.thing{margin:1rem 0;padding:.5rem 1rem .75rem;border:1px solid var(--line);border-radius:8px;background:var(--raised)}
.thing h3{margin:.4rem 0 .1rem}
.thing .next{font-weight:600}
.card{margin:.6rem 0;padding:.1rem .9rem .5rem;border:1px solid var(--line);border-left:4px solid var(--s0);border-radius:6px;background:var(--ground);overflow-wrap:anywhere}
.card h3{margin-top:.25rem}
.story .by-baton{padding-left:1.25rem;color:var(--quiet)}
.copy .code{margin-top:.5rem}
@media (max-width:40rem){
#trial :is(table,tbody,tr,td){display:block}
#trial thead{display:none}
#trial tr{padding:.5rem 0;border-bottom:1px solid var(--line)}
#trial td{padding:0;border:0}
#trial td:nth-child(3)::before{content:"Today: "}
#trial td:nth-child(4)::before{content:"With this policy: "}
}
@media (min-width:62rem){
.policy{display:grid;gap:1rem 3rem;grid-template-columns:25rem minmax(0,1fr)}
.policy .words h2{margin-top:1.25rem}
.playground{grid-template:"write rules" auto "play rules" 1fr / minmax(0,1fr) 25rem}
}
`;
