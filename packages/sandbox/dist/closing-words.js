/** Which issues a text names, and which it says it closes ("Linking a pull request to an issue" in GitHub's docs). */
const words = 'close[sd]?|fix(?:es|ed)?|resolve[sd]?';
const target = String.raw `(?:https?://[^\s/]+/([\w.-]+/[\w.-]+)/(?:issues|pull)/(\d+)|([\w.-]+/[\w.-]+)#(\d+)|(?:#|\bGH-)(\d+))`;
const reference = new RegExp(String.raw `(?:\b(${words}):?\s+)?(?<![\w/&#])${target}(?![\w])`, 'gi');
/** Code and comments do not speak in a Markdown text. */
export function withoutCode(markdown) {
    return withoutSpans(withoutFences(withoutComments(markdown)));
}
function withoutComments(text) {
    let [kept, at] = ['', 0];
    for (let from = text.indexOf('<!--'); from >= 0; from = text.indexOf('<!--', at)) {
        const end = text.indexOf('-->', from + 4);
        kept += `${text.slice(at, from)} `;
        at = end < 0 ? text.length : end + 3;
    }
    return kept + text.slice(at);
}
/** Blocks between fences; one that does not end goes on to the end of the text. */
function withoutFences(text) {
    let fence = null;
    const kept = [];
    for (const line of text.split('\n')) {
        const bare = line.trim();
        if (fence === null) {
            fence = /^(?:`{3,}|~{3,})/.exec(bare)?.[0] ?? null;
            kept.push(fence === null ? line : ' ');
        }
        else if (bare.startsWith(fence) && /^(?:`+|~+)$/.test(bare))
            fence = null;
    }
    return kept.join('\n');
}
/** Code between as many backticks as there are before it. */
function withoutSpans(text) {
    const runs = Array.from(text.matchAll(/`+/g), ({ 0: run, index }) => ({ index, length: run.length }));
    const lastOf = new Map(runs.map(({ index, length }) => [length, index]));
    let [kept, at] = ['', 0];
    for (let one = 0; one < runs.length; one += 1) {
        const { index, length } = runs[one] ?? { index: 0, length: 0 };
        if ((lastOf.get(length) ?? 0) <= index)
            continue;
        const end = runs.findIndex((run, other) => other > one && run.length === length);
        kept += `${text.slice(at, index)} `;
        at = (runs[end]?.index ?? 0) + length;
        one = end;
    }
    return kept + text.slice(at);
}
/** Every reference to an issue or pull request, first naming first; one that closes anywhere, closes. */
export function referencesIn(text) {
    const found = new Map();
    for (const match of text.matchAll(reference)) {
        const repository = match[2] ?? match[4] ?? null;
        const number = Number(match[3] ?? match[5] ?? match[6]);
        const key = `${repository?.toLowerCase() ?? ''}#${number}`;
        const closes = match[1] !== undefined || (found.get(key)?.closes ?? false);
        found.set(key, { repository, number, closes });
    }
    return [...found.values()];
}
