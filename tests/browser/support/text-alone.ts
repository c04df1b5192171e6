/** Whether what others wrote is text on a page, and nothing else. */
import type { Page } from 'playwright-core';

/** Traces of what `hostileWords` tries: elements, attributes and variables of that name, and elements of others. */
const traces = `(() => {
  const found = [];
  if ('evil' in window) found.push('a script ran');
  for (const element of document.querySelectorAll('*')) {
    const { localName } = element;
    const isOurs = !['evil', 'iframe', 'object', 'embed', 'base'].includes(localName);
    const names = element.getAttributeNames().filter((name) => name === 'evil' || name.startsWith('on'));
    const leads = ['href', 'src', 'action', 'formaction'].some((name) => /^\\s*(javascript|data):/i.test(element.getAttribute(name) ?? ''));
    if (!isOurs || names.length > 0 || leads) found.push(element.outerHTML.slice(0, 100));
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const isIsolated = (node) => {
    for (let each = node.parentElement; each !== null; each = each.parentElement) {
      const { unicodeBidi, display } = getComputedStyle(each);
      if (each.localName === 'bdi' || /isolate|plaintext/.test(unicodeBidi) && display.startsWith('inline')) return true;
      if (!display.startsWith('inline')) return each.textContent.trim() === node.textContent.trim();
    }
    return false;
  };
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent;
    if (/[\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F\\u061C]/.test(text)) found.push('marks that turn writing round: ' + text.slice(0, 60));
    if (/[\\u0590-\\u08FF]/.test(text) && walker.currentNode.parentElement.checkVisibility() && !isIsolated(walker.currentNode))
      found.push('writing from right to left that does not end with its name: ' + walker.currentNode.parentElement.outerHTML.slice(0, 160));
    if (text.length > 4100 && walker.currentNode.parentElement.checkVisibility() && walker.currentNode.parentElement.localName !== 'textarea') found.push('a text of ' + text.length + ' characters');
  }
  return found;
})()`;

/** What is read on the page: without spaces at its ends, and each run of them as one. */
const shown = `[document.body.innerText, ...Array.from(document.querySelectorAll('input, textarea'), (each) => each.value)]
  .join(' ').replaceAll(/\\s+/g, ' ')`;

/**
 * @param words what has to be readable on the page, letter by letter
 * @throws Error with what became something else than text, and what is missing
 */
export async function textAlone(page: Page, words: readonly string[] = []): Promise<void> {
  const found = await page.evaluate<readonly string[]>(traces);
  const text = await page.evaluate<string>(shown);
  const missing = words
    .map((each) => each.replaceAll(/\s+/g, ' ').trim())
    .filter((each) => !text.includes(each));
  const lines = [...found, ...missing.map((each) => `not there as text: ${each.slice(0, 100)}`)];
  if (lines.length > 0) throw new Error([`On ${page.url()}:`, ...lines].join('\n- '));
}
