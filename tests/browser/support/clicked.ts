/** What answers a click and no key: a mouse can use it, and nobody else. */
import type { CDPSession, Page } from 'playwright-core';

const types = ['click', 'dblclick', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'touchstart'];

/**
 * Asked of an element that listens for clicks: is it, or is it in, or around, something that takes the focus? Then keys
 * may do the same. Its tag otherwise.
 */
const asked = `function () {
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]';
  if (!(this instanceof Element) || this.matches('html, body') || !this.checkVisibility()) return null;
  if (this.closest(usable + ', label') !== null || this.querySelector(usable) !== null) return null;
  return this.outerHTML.slice(0, 100);
}`;

/** A line for each such element. */
export async function clickedOnly(page: Page): Promise<readonly string[]> {
  const tools = await page.context().newCDPSession(page);
  try {
    const { result } = await tools.send('Runtime.evaluate', { expression: 'document' });
    const { listeners } = await tools.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId ?? '',
      depth: -1,
    });
    const nodes = new Set(
      listeners.flatMap(({ type, backendNodeId }) =>
        types.includes(type) && backendNodeId !== undefined ? [backendNodeId] : [],
      ),
    );
    const lines = await Promise.all(Array.from(nodes, (node) => tagOf(tools, node)));
    return lines.flatMap((line) => (line === null ? [] : [`only a mouse can use ${line}`]));
  } finally {
    await tools.detach();
  }
}

async function tagOf(tools: CDPSession, backendNodeId: number): Promise<string | null> {
  const { object } = await tools.send('DOM.resolveNode', { backendNodeId });
  const { result } = await tools.send('Runtime.callFunctionOn', {
    objectId: object.objectId ?? '',
    functionDeclaration: asked,
    returnByValue: true,
  });
  return typeof result.value === 'string' ? result.value : null;
}
