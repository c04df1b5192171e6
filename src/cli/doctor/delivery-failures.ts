/** What it means that GitHub's delivery failed in one way or another, and what to do then. */
import type { Attempt } from '../../github/index.ts';

/** Where Baton takes webhooks. */
export const path = '/api/github/webhooks';

/** In GitHub's words where there was no answer, else the status. */
export const wayOf = ({ status, status_code: code }: Attempt): string =>
  code == null || code === 0 ? status : String(code);

export function meaningOf(way: string): { readonly what: string; readonly remedy: string } {
  switch (way) {
    case '401':
      return {
        what: 'the signature doesn’t fit, so WEBHOOK_SECRET isn’t the secret of the App’s webhook.',
        remedy:
          'Enter the value of WEBHOOK_SECRET as the webhook’s secret in the App’s settings, or the other way round, and start Baton again.',
      };
    case '403':
      return {
        what: 'something in front of Baton turned it away.',
        remedy:
          'Let it pass requests to /api/github/webhooks without a login: their signature says whose they are.',
      };
    case '404':
    case '405':
      return {
        what: 'nothing takes webhooks at that address.',
        remedy: `Enter Baton’s address with ${path} at its end under “Webhook URL”, and see that the process there takes webhooks (baton work doesn’t).`,
      };
    case '413':
      return {
        what: 'something in front of Baton takes no bodies of that size.',
        remedy: 'Let it take 25 MB, which is GitHub’s limit.',
      };
    case '503':
      return {
        what: 'Baton was starting or stopping, or could not write to its database.',
        remedy: 'See its log: it names the cause. Baton asks for these deliveries again once it can.',
      };
    case '502':
    case '504':
      return {
        what: 'what stands in front of Baton found nobody behind it.',
        remedy: 'See whether Baton runs, and whether the proxy leads to its port.',
      };
    default:
      break;
  }
  if (/time/i.test(way))
    return {
      what: 'there was no answer within ten seconds.',
      remedy:
        'See whether Baton runs and a firewall lets GitHub through, and look at its log for a database that is slow.',
    };
  if (/^[1-5]\d\d$/.test(way))
    return { what: 'that is no answer of Baton’s.', remedy: 'See what answers at the webhook’s address.' };
  return {
    what: 'GitHub could not connect.',
    remedy:
      'See whether the webhook’s address is right and has a valid certificate, whether Baton runs, and whether a firewall lets GitHub through.',
  };
}
