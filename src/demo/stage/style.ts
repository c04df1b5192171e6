/** How the stage looks: the pages' own style, and what two columns of things to click need besides. */
import { style as pageStyle } from '../../pages/index.ts';

export const style = `${pageStyle}
:root{--accent:#0a5fb8;--on-accent:#fff;--good:#1a7f37;--bad:#b42318;--wait:#8a5a00;--soft:#eef4fb;--card:#fff}
@media (prefers-color-scheme:dark){:root{--accent:#6cb6ff;--on-accent:#0b1622;--good:#57c46f;--bad:#ff8a80;--wait:#e3b341;--soft:#16222f;--card:#131a21}}
body{background:var(--raised);min-height:100vh;font-family:"Inter",system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif;font-feature-settings:"cv11","ss03"}
.sr{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap;border:0}
.sr.shown{position:static;width:auto;height:auto;margin:0;padding:.75rem 1.25rem;clip-path:none;white-space:normal;max-width:none;background:var(--bad);color:var(--ground);font-weight:600}
body[aria-busy]{cursor:progress}
.skip{position:absolute;left:-999rem;top:0;padding:.5rem 1rem;background:var(--ground);z-index:2}
.skip:focus{left:0}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
main:focus{outline:none}
body>.bar,.story,.items,.columns{max-width:82rem;margin:0 auto;padding:0 1.25rem}
body>.bar{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1.5rem;padding-top:.9rem;padding-bottom:.9rem}
.bar .brand{margin:0;flex-wrap:wrap}
.bar .brand a{display:inline-flex;align-items:center;gap:.5rem;color:var(--ink);text-decoration:none}
.bar .brand .quiet{font-weight:400}
.bar p{margin:0}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem}
form.inline{display:inline}
label{font-weight:600;font-size:.92rem}
button,select,input,textarea{font:inherit;color:inherit}
button{padding:.42rem .85rem;border:1px solid var(--line);border-radius:7px;background:var(--card);cursor:pointer;font-weight:500;text-align:left}
button:hover{border-color:var(--accent)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
button.main code{color:inherit}
button.small{padding:0 .4rem;border-radius:5px;line-height:1.5;min-width:24px;min-height:24px;text-align:center}
select,input:not([type=checkbox]),textarea{padding:.4rem .6rem;border:1px solid var(--line);border-radius:7px;background:var(--ground);max-width:100%}
::placeholder{color:var(--quiet);opacity:1}
.write input,.write textarea,.edit input,.edit textarea,#policy-form textarea{display:block;width:100%;margin:.25rem 0 .75rem;resize:vertical}
.mono{font:.86rem/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
.story{margin-bottom:1rem}
.story::before{content:none}
#story{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:center;justify-content:space-between;padding:1rem 1.25rem;background:var(--soft);border:1px solid var(--line);border-radius:12px;width:calc(100% - 2.5rem);max-width:79.5rem}
#story>div:first-child{flex:1 1 24rem}
#story h2{margin:0;font-size:1.05rem}
#story p{margin:.2rem 0;max-width:none}
.expected{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin:.35rem 0 0;padding:0;list-style:none;max-width:none;font-size:.92rem}
.holds{color:var(--good)}.fails{color:var(--bad)}
.items ul{display:flex;flex-wrap:wrap;gap:.35rem;margin:0 0 1rem;padding:0;list-style:none;max-width:none}
.items a{display:block;padding:.3rem .75rem;border:1px solid var(--line);border-radius:99px;background:var(--card);color:var(--ink);text-decoration:none;font-size:.92rem}
.items a:hover{border-color:var(--accent)}
.items a[aria-current]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.state{display:inline-block;width:.6rem;height:.6rem;margin-right:.4rem;border-radius:50%;background:var(--quiet)}
.state.open{background:var(--good)}.state.merged,.state.done{background:var(--s3)}
.columns{display:grid;grid-template-columns:minmax(0,1fr) minmax(20rem,25rem);gap:1.25rem;align-items:start;padding-bottom:3rem}
.columns>main{max-width:none;margin:0;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:12px;min-width:0}
aside{position:sticky;top:1rem;max-height:calc(100vh - 2rem);overflow:auto;padding:1.1rem 1.25rem;background:var(--card);border:1px solid var(--line);border-radius:12px}
aside h2{display:flex;align-items:center;gap:.5rem;margin:0 0 .5rem;font-size:1.05rem}
aside h3{margin:1.25rem 0 .35rem;font-size:.95rem}
aside p,aside ul,aside ol{max-width:none}
main h1{font-size:1.5rem}
main h2{margin:1.5rem 0 .4rem;font-size:1rem}
.quiet{color:var(--quiet);font-weight:400}
.badge{display:inline-block;padding:.1rem .6rem;border-radius:99px;font-size:.85rem;font-weight:600;border:1px solid var(--line);color:var(--quiet)}
.badge.open{color:var(--good);border-color:currentColor}.badge.merged,.badge.done{color:var(--s3);border-color:currentColor}
.under{max-width:none}
.spec{padding:1rem;border:1px solid var(--line);border-radius:8px;margin:1rem 0 .5rem}
.text .markdown>:first-child{margin-top:0}.text .markdown>:last-child{margin-bottom:0}
.text .markdown>*,.turn .markdown>*{max-width:none}
.text :is(h2,h3,h4){margin:.75rem 0 .35rem;font-size:1.02rem}
.text :is(.like-h3,.like-h2,.like-h1){font-size:1.12rem}
.text table{display:block;width:fit-content;max-width:100%;overflow-x:auto}
.text th,.text td{padding:.3rem .6rem;min-width:0}
.text th:first-child,.text td:first-child{padding-left:0}
.text sub{font-size:.85rem;color:var(--quiet);vertical-align:baseline}
.text pre,aside pre{overflow-x:auto;padding:.6rem .8rem;background:var(--raised);border-radius:7px;margin:.5rem 0}
.text blockquote,blockquote.text{margin:.35rem 0;padding:0 0 0 .8rem;border-left:3px solid var(--line)}
.text ins,.text del{display:block;text-decoration:none}
.text p del,.text li del{display:inline;text-decoration:line-through}
.text pre ins{background:color-mix(in srgb,var(--good) 16%,transparent)}
.text pre del{background:color-mix(in srgb,var(--bad) 16%,transparent)}
.facts{display:grid;grid-template-columns:1fr 1fr;gap:0 1.5rem;margin:.25rem 0 .5rem}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;padding:0;list-style:none}
.chips li{display:flex;align-items:center;gap:.3rem}
.label{display:inline-flex;align-items:center;gap:.35rem;padding:.05rem .6rem;border:1px solid var(--line);border-radius:99px;font-size:.9rem;overflow-wrap:anywhere}
.dot{flex:none}
.timeline{margin:1rem 0;padding:0 0 0 1rem;list-style:none;max-width:none;border-left:2px solid var(--line)}
.timeline>li{margin:.75rem 0}
.new{position:relative}
.new::before{content:"";position:absolute;left:calc(-1rem - 6px);top:.55rem;width:10px;height:10px;border-radius:50%;background:var(--accent)}
.event{font-size:.93rem}
.comment{border:1px solid var(--line);border-radius:8px}
.comment h3{margin:0;padding:.5rem .9rem;background:var(--raised);font-size:.93rem;border-bottom:1px solid var(--line);border-radius:7px 7px 0 0}
.comment .text{padding:.8rem .9rem}
.comment.card{border-color:var(--accent)}
.comment.card h3{background:var(--soft)}
.reactions{margin:0;padding:0 .9rem .6rem;font-size:.9rem}
.bot{padding:0 .45rem;border:1px solid var(--line);border-radius:99px;font-size:.75rem;font-weight:500;color:var(--quiet)}
.write{margin:1rem 0}
.merge{padding:.25rem 1rem .75rem;border:1px solid var(--line);border-left-width:5px;border-radius:8px;margin:1rem 0}
.merge h2{margin:.6rem 0 .3rem}
.merge.success{border-left-color:var(--good)}.merge.action_required{border-left-color:var(--wait)}.merge.failure{border-left-color:var(--bad)}
.turn{margin:.25rem 0 .75rem;font-size:1.15rem;font-weight:600;line-height:1.35}
.turn p{margin:0}
.gates{margin:.5rem 0;padding:0;list-style:none}
.gate{padding:.5rem .75rem;border:1px solid var(--line);border-left:5px solid var(--line);border-radius:7px;margin:.4rem 0;font-size:.94rem}
.gate span{color:var(--quiet)}
.gate.open{border-left-color:var(--good)}.gate.turn-of{border-left-color:var(--wait)}
.deeds{padding-left:1.1rem;font-size:.94rem}
.deeds blockquote{color:var(--quiet)}
.ways{padding-left:1.1rem;margin:0}
.earlier{padding-left:1.2rem;font-size:.92rem}
.earlier>li{margin:.6rem 0}
.refused{padding:.5rem .75rem;border-left:4px solid var(--bad);background:var(--raised);border-radius:0 6px 6px 0}
.list{padding:0;list-style:none}
.list li{padding:.5rem 0;border-bottom:1px solid var(--line)}
fieldset{display:flex;flex-wrap:wrap;gap:.35rem;align-items:center;margin:0;padding:0;border:0}
legend{float:left;margin-right:.5rem;padding:0;font-weight:600;font-size:.92rem}
#be button{padding:.3rem .7rem;border-radius:9px;line-height:1.2;font-size:.95rem}
#be small{display:block;color:var(--quiet);font-size:.75rem;font-weight:400}
#be [aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
#be [aria-pressed=true] small{color:inherit}
.short{display:none}
@media (max-width:60rem){
.short{display:block;margin:0 auto 1rem;padding:0 1.25rem;max-width:none}
.short div,.short p{display:inline}
.columns{grid-template-columns:minmax(0,1fr)}
aside{position:static;max-height:none}
}
@media (max-width:34rem){
body>.bar,.items,.short,.columns{padding-left:.75rem;padding-right:.75rem}
#story{width:calc(100% - 1.5rem);padding:.8rem}
.columns>main{padding:1rem}
.facts{grid-template-columns:1fr}
.timeline{padding-left:.6rem}
}
@media (prefers-reduced-motion:no-preference){button{transition:border-color .15s}}
`;
