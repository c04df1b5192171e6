/**
 * Deliveries of webhooks. Cloud tries again for 408, 409, 425, 429, 5xx and where nobody answers, up to five times and
 * minutes later ("Webhooks": Retry policy): here when the story says that those minutes have passed. Data Center sends
 * once. Signed where there is a secret ("Secure admin webhooks", "Managing webhooks": Securing your webhook).
 */
import { createHmac, randomUUID } from 'node:crypto';
const patience = 20_000;
const mostRetries = 5;
const worthARetry = (status) => [0, 408, 409, 425, 429].includes(status) || status >= 500;
/** Cloud's are long numbers. */
function identifierOf(flavour) {
    const id = randomUUID();
    return flavour === 'cloud' ? String(BigInt(`0x${id.slice(0, 8)}${id.slice(9, 13)}`) + 10n ** 16n) : id;
}
export function createOutbox(flavour, clock, faults) {
    const deliveries = [];
    const failed = [];
    const stopping = new AbortController();
    const underWay = new Set();
    let last = Promise.resolve();
    function track(work) {
        underWay.add(work);
        void work.finally(() => underWay.delete(work));
        return work;
    }
    async function send(delivery, webhook, secondary) {
        if (stopping.signal.aborted)
            return;
        try {
            const answer = await fetch(delivery.url, {
                method: 'POST',
                headers: { ...delivery.headers, date: new Date(clock.now()).toUTCString() },
                body: JSON.stringify(delivery.payload),
                redirect: 'manual',
                signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(patience)]),
            });
            delivery.response = await answer.text();
            delivery.statusCode = answer.status;
        }
        catch {
            // Nobody answered: that is what the log says, and what the retry is for.
            delivery.statusCode = 0;
        }
        if (flavour === 'cloud' && worthARetry(delivery.statusCode) && delivery.retry < mostRetries)
            failed.push({ delivery, webhook, secondary });
    }
    /** One after the other, after the action that caused it is finished. */
    function queue(delivery, webhook, secondary) {
        deliveries.push(delivery);
        last = track(last
            .then(() => new Promise((resolve) => setImmediate(resolve)))
            .then(() => send(delivery, webhook, secondary)));
    }
    function later(delivery, webhook, secondary, milliseconds) {
        deliveries.push(delivery);
        const waited = new Promise((resolve) => {
            const timer = setTimeout(resolve, milliseconds);
            stopping.signal.addEventListener('abort', () => {
                clearTimeout(timer);
                resolve();
            });
        });
        void track(waited.then(() => send(delivery, webhook, secondary)));
    }
    function make(webhook, about, secondary) {
        const headers = {
            'content-type': 'application/json; charset=UTF-8',
            'user-agent': flavour === 'cloud' ? 'Atlassian Webhook HTTP Client' : 'Atlassian HttpClient',
            'x-atlassian-webhook-identifier': about.identifier,
            ...(flavour === 'cloud' ? { 'x-atlassian-webhook-flow': secondary ? 'Secondary' : 'Primary' } : {}),
            ...(about.retry === 0 ? {} : { 'x-atlassian-webhook-retry': String(about.retry) }),
        };
        if (webhook.secret !== null) {
            const hex = createHmac('sha256', webhook.secret).update(JSON.stringify(about.payload)).digest('hex');
            headers['x-hub-signature'] = `sha256=${hex}`;
        }
        return { ...about, webhook: webhook.name, url: webhook.url, headers, statusCode: null, response: null };
    }
    return {
        deliveries,
        post(webhook, event, issue, payload, secondary) {
            const delivery = make(webhook, { event, issue, payload, identifier: identifierOf(flavour), retry: 0 }, secondary);
            const fault = faults.takeDelivery({ event, issue, webhook: webhook.name });
            switch (fault?.kind ?? 'none') {
                case 'lost':
                    return;
                case 'late':
                    later(delivery, webhook, secondary, fault?.milliseconds ?? 200);
                    return;
                case 'doubled':
                    queue(delivery, webhook, secondary);
                    queue({ ...delivery }, webhook, secondary);
                    return;
                case 'none':
                    queue(delivery, webhook, secondary);
                    return;
            }
        },
        retry() {
            for (const { delivery, webhook, secondary } of failed.splice(0)) {
                const { event, issue, payload, identifier, retry } = delivery;
                queue(make(webhook, { event, issue, payload, identifier, retry: retry + 1 }, secondary), webhook, secondary);
            }
        },
        async settled() {
            while (underWay.size > 0)
                await Promise.all(underWay);
        },
        stop: () => stopping.abort(),
    };
}
