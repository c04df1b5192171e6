import { NotPlayed } from './refusal.js';
export function isDocument(value) {
    return (isObject(value) && value['type'] === 'doc' && value['version'] === 1 && Array.isArray(value['content']));
}
/** Plain paragraphs with their line breaks, as the editor makes them of typed text. */
export function documentOf(text) {
    const content = text
        .split(/\n{2,}/)
        .filter((paragraph) => paragraph.trim() !== '')
        .map((paragraph) => ({
        type: 'paragraph',
        content: paragraph
            .split('\n')
            .flatMap((line, index) => [
            ...(index === 0 ? [] : [{ type: 'hardBreak' }]),
            ...(line === '' ? [] : [{ type: 'text', text: line }]),
        ]),
    }));
    return { type: 'doc', version: 1, content };
}
/** The text as wiki text: what histories and webhooks show on both flavours. */
export function wikiOf(text) {
    return typeof text === 'string' ? text : blocks(text, '').join('\n\n');
}
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const typeOf = ({ type }) => (typeof type === 'string' ? type : 'without a type');
function children(node) {
    const { content } = node;
    return Array.isArray(content) ? content.filter(isObject) : [];
}
function attribute(node, name) {
    const attributes = node['attrs'];
    const value = isObject(attributes) ? attributes[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
function blocks(node, list) {
    return children(node).map((child) => {
        switch (typeOf(child)) {
            case 'paragraph':
                return inline(child);
            case 'heading':
                return `h${attribute(child, 'level')}. ${inline(child)}`;
            case 'bulletList':
                return listItems(child, `${list}*`);
            case 'orderedList':
                return listItems(child, `${list}#`);
            case 'codeBlock':
                return `{code}\n${inline(child)}\n{code}`;
            case 'blockquote':
                return `{quote}${blocks(child, '').join('\n')}{quote}`;
            case 'panel':
                return `{panel}\n${blocks(child, '').join('\n\n')}\n{panel}`;
            case 'rule':
                return '----';
            default:
                throw new NotPlayed(`the ADF node ${typeOf(child)}`);
        }
    });
}
function listItems(node, mark) {
    return children(node)
        .map((item) => {
        const [first = '', ...rest] = blocks(item, mark);
        return [`${mark} ${first}`, ...rest].join('\n');
    })
        .join('\n');
}
const marks = {
    strong: ['*', '*'],
    em: ['_', '_'],
    code: ['{{', '}}'],
    strike: ['-', '-'],
    underline: ['+', '+'],
};
function inline(node) {
    return children(node)
        .map((child) => {
        switch (typeOf(child)) {
            case 'text':
                return marked(child);
            case 'hardBreak':
                return '\n';
            case 'mention':
                return `[~accountid:${attribute(child, 'id')}]`;
            case 'emoji':
                return attribute(child, 'text');
            case 'inlineCard':
                return `[${attribute(child, 'url')}]`;
            default:
                throw new NotPlayed(`the ADF node ${typeOf(child)}`);
        }
    })
        .join('');
}
function marked(node) {
    let text = typeof node['text'] === 'string' ? node['text'] : '';
    const of = node['marks'];
    for (const mark of Array.isArray(of) ? of.filter(isObject) : []) {
        const name = typeOf(mark);
        const around = marks[name];
        if (name === 'link')
            text = `[${text}|${attribute(mark, 'href')}]`;
        else if (around === undefined)
            throw new NotPlayed(`the ADF mark ${name}`);
        else
            text = around[0] + text + around[1];
    }
    return text;
}
