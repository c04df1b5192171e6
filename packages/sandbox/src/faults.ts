/** Things that go wrong on demand: on the way of a request, or of a webhook delivery. */
import type { RefusalType } from './refusal.ts';

/** A request as faults and the request log see it. */
export type SeenRequest = {
  /** `page`: what a browser asks for, and the exchange of codes for tokens. */
  readonly kind: 'query' | 'mutation' | 'rest' | 'page';
  readonly method: string;
  readonly path: string;
  /** The GraphQL operation's name; null for REST and for unnamed operations. */
  readonly operation: string | null;
  /** The GraphQL document; null for REST. */
  readonly document: string | null;
  /** A login, an App's slug, or `anonymous`. */
  readonly by: string;
  /** The installation's id; null: somebody else asks. */
  readonly installation: number | null;
};

export type RequestFault = {
  readonly match: (request: SeenRequest) => boolean;
  /** `slow` waits for `until`, or `milliseconds` (default 1000); `hang` never answers. */
  readonly kind: '5xx' | 'reset' | 'hang' | 'slow' | 'secondary-limit' | 'primary-limit';
  /** How many requests it hits; default 1. */
  readonly times?: number;
  /** `after-doing`: the request was carried out, only its answer is lost. Default `before-doing`. */
  readonly when?: 'before-doing' | 'after-doing';
  readonly milliseconds?: number;
  readonly until?: Promise<unknown>;
  /**
   * Seconds that the answer to `secondary-limit` asks to wait (default 60; null: it does not say), or until the reset of
   * `primary-limit`.
   */
  readonly seconds?: number | null;
  /** The status of `5xx` (default 502), or of a limit (default 403). */
  readonly status?: number;
};

/** What an answer that is `slow` waits for. */
export function slowness({
  milliseconds = 1000,
  until,
}: Pick<RequestFault, 'milliseconds' | 'until'>): Promise<unknown> {
  return until ?? new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** One mutation of a document is refused; those before and after it in the document are done all the same. */
export type MutationFault = {
  /** `name`: the mutation's, for example `addComment`. */
  readonly match: (mutation: { readonly name: string; readonly input: unknown }) => boolean;
  /** The error's type; default `UNPROCESSABLE`. */
  readonly type?: RefusalType;
  /** Default: "was submitted too quickly". */
  readonly message?: string;
  /** How many mutations it hits; default 1. */
  readonly times?: number;
};

export type DeliveryFault = {
  readonly match: (delivery: {
    readonly event: string;
    readonly action: string | null;
    readonly app: string;
  }) => boolean;
  /** `reordered`: it arrives after the delivery that follows it within `milliseconds` (500). `delayed`: by `milliseconds` (200). */
  readonly kind: 'lost' | 'doubled' | 'delayed' | 'reordered';
  readonly times?: number;
  readonly milliseconds?: number;
};

export type Faults = {
  /** Puts a fault in the way of requests. */
  add(fault: RequestFault): void;
  /** Lets single mutations be refused. */
  addForMutations(fault: MutationFault): void;
  /** Puts a fault in the way of deliveries. */
  addForDeliveries(fault: DeliveryFault): void;
  clear(): void;
  /** True while some fault has not hit as often as it was to. */
  pending(): boolean;
};

/** Something that goes wrong a number of times, for what it matches. */
type Fault<Seen> = { readonly match: (seen: Seen) => boolean; readonly times?: number };

/** Faults for requests and for deliveries, of whichever kinds a sandbox knows. */
export type FaultBoxOf<SeenRequest, OfRequest, SeenDelivery, OfDelivery> = {
  add(fault: OfRequest): void;
  addForDeliveries(fault: OfDelivery): void;
  clear(): void;
  pending(): boolean;
  takeRequest(request: SeenRequest): OfRequest | null;
  takeDelivery(delivery: SeenDelivery): OfDelivery | null;
};

type SeenMutation = Parameters<MutationFault['match']>[0];

export type FaultBox = Faults &
  FaultBoxOf<SeenRequest, RequestFault, Parameters<DeliveryFault['match']>[0], DeliveryFault> & {
    takeMutation(mutation: SeenMutation): MutationFault | null;
  };

export function createFaults(): FaultBox {
  const box = createFaultBox<
    SeenRequest,
    RequestFault,
    Parameters<DeliveryFault['match']>[0],
    DeliveryFault
  >();
  const mutations: { fault: MutationFault; left: number }[] = [];
  return {
    ...box,
    addForMutations: (fault) => void mutations.push({ fault, left: fault.times ?? 1 }),
    takeMutation: (mutation) => take(mutations, (fault) => fault.match(mutation)),
    clear: () => {
      box.clear();
      mutations.length = 0;
    },
    pending: () => box.pending() || mutations.some((one) => one.left > 0),
  };
}

export function createFaultBox<
  SeenRequest,
  OfRequest extends Fault<SeenRequest>,
  SeenDelivery,
  OfDelivery extends Fault<SeenDelivery>,
>(): FaultBoxOf<SeenRequest, OfRequest, SeenDelivery, OfDelivery> {
  const requests: { fault: OfRequest; left: number }[] = [];
  const deliveries: { fault: OfDelivery; left: number }[] = [];
  return {
    add: (fault) => void requests.push({ fault, left: fault.times ?? 1 }),
    addForDeliveries: (fault) => void deliveries.push({ fault, left: fault.times ?? 1 }),
    clear: () => {
      requests.length = 0;
      deliveries.length = 0;
    },
    pending: () => [...requests, ...deliveries].some((one) => one.left > 0),
    takeRequest: (request) => take(requests, (fault) => fault.match(request)),
    takeDelivery: (delivery) => take(deliveries, (fault) => fault.match(delivery)),
  };
}

function take<F>(waiting: { fault: F; left: number }[], matches: (fault: F) => boolean): F | null {
  const hit = waiting.find((one) => one.left > 0 && matches(one.fault));
  if (hit === undefined) return null;
  hit.left -= 1;
  return hit.fault;
}
