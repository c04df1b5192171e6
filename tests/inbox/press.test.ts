/** Looks give way to a burst of deliveries, and to nothing less. */
import { expect, test } from 'vitest';

import { createInbox, createPress, type Inbox } from '../../src/inbox/index.ts';
import { createMemoryWorkSet } from './memory-set.ts';

test('a look waits for a moment while deliveries come in a burst', async () => {
  let time = 0;
  const { note, giveWay } = createPress(() => time);
  /** Whether it took a timer: what is over without one goes on before the event loop turns, however busy the machine is. */
  const waited = async (): Promise<boolean> => {
    let isOver = false;
    const way = giveWay().finally(() => {
      isOver = true;
    });
    for (let count = 0; count < 10; count += 1) await Promise.resolve();
    const waits = !isOver;
    await way;
    return waits;
  };
  expect(await waited()).toBe(false);
  for (let count = 0; count < 4; count += 1) note();
  expect(await waited()).toBe(false);
  note();
  expect(await waited()).toBe(true);
  time += 50;
  expect(await waited()).toBe(false);
  // Twenty-five a second are no burst.
  for (let count = 0; count < 100; count += 1) {
    time += 40;
    note();
  }
  expect(await waited()).toBe(false);
});

test('what is waited for comes before each look, and all are done', async () => {
  const order: string[] = [];
  const inbox: Inbox<string> = createInbox<string>({
    set: createMemoryWorkSet<string>(),
    look: async (item) => void order.push(item),
    giveWay: async () => void order.push('waited'),
    concurrency: 1,
  });
  await inbox.want(['a', 'b'].map((key) => ({ key, group: 'acme', item: key })));
  inbox.start();
  await inbox.settled();
  expect(order.slice(0, 4)).toEqual(['waited', 'a', 'waited', 'b']);
  await inbox.stop();
});
