/** What the board has beside the style of all its pages. */
export const style = `
.filters{display:flex;flex-wrap:wrap;gap:.6rem .9rem;align-items:end;margin:1rem 0 1.5rem;padding:.8rem 1rem;background:var(--raised);border:1px solid var(--line);border-radius:10px}
.filters p{margin:0;display:flex;flex-direction:column;gap:.2rem;min-width:0}
.filters label{color:var(--quiet);font-size:.82rem;font-weight:550}
.filters input:not([type=checkbox]),.filters select{width:9.75rem;height:2.3rem}
.filters .tick{flex-direction:row;align-items:center;gap:.45rem;min-height:2.3rem}
.filters .tick label{font-size:.94rem;color:var(--ink)}
.filters .do{flex-direction:row;gap:.5rem}
.filters button,.filters .button{min-height:2.3rem}
.live h2{margin:1.25rem 0 .6rem;font-size:1.05rem;letter-spacing:0}
.count{display:inline-block;min-width:1.5rem;padding:.02rem .45rem;border-radius:1rem;background:var(--grid);color:var(--quiet);font-size:.82rem;font-weight:600;text-align:center;font-variant-numeric:tabular-nums}
.mine{margin:1rem 0 1.75rem;padding:.1rem 1rem .9rem;border:1px solid var(--line);border-left:4px solid var(--link);border-radius:10px}
.mine h2{margin-top:.8rem!important}
.columns ol,ol.row{list-style:none;margin:0;padding:0;display:grid;gap:.6rem}
ol.row{grid-template-columns:repeat(auto-fill,minmax(min(18rem,100%),1fr))}
.columns{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(16.5rem,1fr);gap:.9rem;overflow-x:auto;padding:.15rem .15rem 1rem;margin:0 -.15rem;align-items:start}
.column{min-width:0;padding:.1rem .6rem .7rem;background:var(--raised);border:1px solid var(--line);border-radius:10px}
.column h2{margin-top:.7rem!important}
.overdue{margin:-.25rem 0 .5rem;color:var(--alarm);font-size:.85rem;font-weight:600}
.item{padding:.65rem .8rem .7rem;background:var(--ground);border:1px solid var(--line);border-radius:8px;min-width:0}
.item:has(.late){border-left:3px solid var(--alarm)}
.item h3{margin:0;font-size:.95rem;font-weight:600;line-height:1.35}
.item h3 a{color:var(--ink);text-decoration:none}
.item h3 a:hover{text-decoration:underline;color:var(--link)}
.item p{margin:.3rem 0 0;font-size:.86rem;line-height:1.4}
.item .where,.item .times,.item .holder{color:var(--quiet)}
.item .where{margin-top:.1rem;font-size:.8rem}
.item .next{font-weight:500}
.item .holder{display:flex;flex-wrap:wrap;align-items:center;gap:.15rem .35rem}
.item .chip{font-size:.78rem}
.item .late{margin-bottom:.1rem}
.more{margin:.6rem 0 0;font-size:.9rem}
.jump{display:none}
.jump ul{display:flex;flex-wrap:wrap;gap:.4rem;list-style:none;margin:0 0 .75rem;padding:0}
.jump a{border:1px solid var(--line);color:var(--ink)}
.pager{display:flex;gap:.75rem;align-items:center;margin:1.25rem 0}
#live-state{margin-top:1.5rem;font-size:.85rem;min-height:1.4em}
@media (max-width:46rem){
.columns{display:block;overflow:visible}
.column{margin-bottom:1rem}
.jump{display:block}
.filters input:not([type=checkbox]),.filters select{width:100%}
.filters p{flex:1 1 8.5rem}
}
@media print{.filters,.jump,#live-state{display:none}.columns{display:block}.item{break-inside:avoid}}
`;
