/**
 * Pages for browsers, as one file each: a shell, tables, and charts drawn on the server. What others wrote is text on
 * them, whatever it contains.
 */
export { html, linked, named, ours, shortened, visible, whole, type Content, type Html } from './html.ts';
export { style } from './style.ts';
export { markdown } from './markdown.ts';
export { batonIcon, batonMark, pageOf } from './page.ts';
export { section, table, tiles } from './parts.ts';
export { mostBars, stackedBars } from './charts/stacked-bars.ts';
export { flow, type Fact, type Flow, type FlowStep } from './charts/flow.ts';
export { ranges } from './charts/ranges.ts';
export { timeline } from './charts/timeline.ts';
