/** `baton capacity`: how many installations one Baton carries, computed from measured costs and GitHub's limits. */
import type { Arguments } from '../arguments.ts';
import { usualRhythm } from '../github/index.ts';
import { exit, type Exit, type Io } from './command.ts';
import { bytes, cpu, durable, story, transactions as transactionsPer } from './measured.ts';
import { capacityOutput } from './outputs/capacity.ts';
import { asJson } from '../published.ts';
import type { capacity } from './scripts/capacity.ts';
import { usual, type Assumptions } from './usual.ts';

/** Installations, and repositories of one organization, that the tables are of. */
const sizes = [100, 1_000, 10_000, 100_000];
const organizationSizes = [100, 2_000, 20_000];

const hour = 3600;

const looksPerWebhook = story.looks / story.webhooks;
const writesPerWebhook = story.writes / story.webhooks;
/** Points of GraphQL's hourly limit: a read is one, and so is a document of mutations. */
const readsPerWebhook = story.reads / story.webhooks;
const sweepsPerHour = (hour * 1000) / usualRhythm.sweep;

/** GitHub: "Rate limits and query limits for the GraphQL API", "Rate limits for the REST API". */
const limits = {
  /** Of an installation in an hour, at the least: points, and requests that create content. */
  points: 5_000,
  /** More for each repository where it has more than a few, and at the most. */
  few: 20,
  more: 50,
  mostPoints: 12_500,
  content: 500,
  /** Of the App itself in an hour; a page of the list of deliveries has a hundred. */
  appRequests: 5_000,
  deliveriesPerPage: 100,
} as const;

/** What is assumed of an organization: items of each repository, and what one process is given. */
export const organization = { items: 250, memory: 512 * 2 ** 20, disk: 10 * 2 ** 30 } as const;

/** What is used of a core or a database before it counts as full. */
const headroom = 0.6;

export type Row = {
  readonly installations: number;
  readonly webhooks: number;
  readonly looks: number;
  readonly writes: number;
  readonly transactions: number;
  /** Cores that the workers keep busy, with headroom. */
  readonly cores: number;
  /** What carries it. */
  readonly setup: string;
};

/** The busiest hour of a day, with so many installations. Rates are a second. */
export function capacityOf(
  installations: number,
  { webhooks: daily, busiest, repositories }: Assumptions,
): Row {
  const webhooks = (installations * daily * busiest) / hour;
  const sweeps = (installations * repositories * sweepsPerHour) / hour;
  const looks = webhooks * looksPerWebhook + sweeps;
  const writes = webhooks * writesPerWebhook;
  const transactions =
    webhooks * transactionsPer.webhook + looks * transactionsPer.look + writes * transactionsPer.write;
  const cores = (webhooks * cpu.webhook + looks * cpu.look) / 1000 / headroom;
  return {
    installations,
    webhooks,
    looks,
    writes,
    transactions,
    cores,
    setup: setupFor(transactions, cores, webhooks),
  };
}

function setupFor(transactions: number, cores: number, webhooks: number): string {
  const parts: string[] = [];
  if (cores <= 1 && transactions <= durable.sqlite * headroom) parts.push('one process, SQLite');
  else if (transactions <= durable.postgres * headroom)
    parts.push(`PostgreSQL, ${Math.ceil(cores) + 1} processes`);
  else
    parts.push(
      `${Math.ceil(transactions / (durable.postgres * headroom))} Apps, each with a PostgreSQL; ${Math.ceil(cores) + 1} processes in all`,
    );
  const pages = (webhooks * hour) / limits.deliveriesPerPage;
  if (pages > limits.appRequests) parts.push('failed deliveries are found by the sweep alone');
  return parts.join('; ');
}

/** How many webhooks a day one installation can have before GitHub's limits hold its work up, and which ends first. */
export function installationLimit({ busiest, repositories }: Assumptions): {
  readonly webhooks: number;
  readonly limit: string;
} {
  const spare = limits.points - repositories * sweepsPerHour;
  const points = readsPerWebhook + writesPerWebhook;
  const byPoints = spare / points / busiest;
  const byContent = limits.content / writesPerWebhook / busiest;
  return byContent < byPoints
    ? { webhooks: Math.floor(byContent), limit: `${limits.content} requests an hour that create content` }
    : { webhooks: Math.floor(byPoints), limit: `${limits.points} points an hour of GraphQL` };
}

/** What one organization takes in its busiest hour, as parts of what there is: above 1, it has to wait, or needs more. */
export type Share = { readonly of: string; readonly part: number };

/**
 * @param repositories with a policy, in one installation
 * @param assumptions its `webhooks` are those of `repositories` repositories a day
 * @returns the one that ends first comes first
 */
export function organizationOf(
  repositories: number,
  { webhooks: daily, busiest, repositories: of }: Assumptions,
): readonly Share[] {
  const webhooks = (daily / of) * repositories * busiest;
  const points = Math.min(
    limits.mostPoints,
    limits.points + (repositories > limits.few ? limits.more * repositories : 0),
  );
  const sweeps = Math.min(repositories * sweepsPerHour, points * usualRhythm.share);
  const writes = webhooks * writesPerWebhook;
  const work = (webhooks * cpu.webhook + (webhooks * looksPerWebhook + sweeps) * cpu.look) / 1000;
  return [
    { of: 'requests that create content', part: writes / limits.content },
    { of: 'points', part: (webhooks * readsPerWebhook + writes + sweeps) / points },
    { of: 'processor', part: work / hour / headroom },
    { of: 'memory', part: bytes.memory / organization.memory },
    { of: 'disk', part: (repositories * organization.items * bytes.item) / organization.disk },
  ].toSorted((one, other) => other.part - one.part);
}

/** The table of one organization as Markdown. What does not grow with it, memory, ends nothing. */
export function organizationTable(assumptions: Assumptions = usual): string {
  const columns = ['requests that create content', 'points', 'processor', 'memory', 'disk'];
  const rows = organizationSizes.map((repositories) => {
    const shares = organizationOf(repositories, assumptions);
    const partOf = (name: string): string => percent(shares.find(({ of }) => of === name)?.part ?? 0);
    const first = shares.find(({ of }) => of !== 'memory');
    const ends = first === undefined ? '' : `${first.of}${first.part > 1 ? ', already' : ''}`;
    return [repositories.toLocaleString('en-US'), ...columns.map(partOf), ends];
  });
  const head = ['Repositories', 'Content', 'Points', 'Processor', 'Memory', 'Disk', 'Ends first'];
  return [head, head.map(() => '---'), ...rows].map((each) => `| ${each.join(' | ')} |`).join('\n');
}

const percent = (part: number): string => `${number(part * 100)} %`;

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(2)));

/** The table as Markdown. */
export function capacityTable(assumptions: Assumptions = usual): string {
  const rows = sizes.map((installations) => capacityOf(installations, assumptions));
  const cells = rows.map((row) => [
    row.installations.toLocaleString('en-US'),
    ...[row.webhooks, row.looks, row.writes, row.transactions, row.cores].map(number),
    row.setup,
  ]);
  const head = [
    'Installations',
    'Webhooks/s',
    'Looks/s',
    'Writes/s',
    'Transactions/s',
    'Cores',
    'What carries it',
  ];
  return [head, head.map(() => '---'), ...cells].map((each) => `| ${each.join(' | ')} |`).join('\n');
}

export async function run(
  { values: { json, ...assumptions } }: Arguments<typeof capacity.options>,
  { print }: Io,
): Promise<Exit> {
  const installation = installationLimit(assumptions);
  if (json) {
    const installations = sizes.map((size) => capacityOf(size, assumptions));
    const organizations = organizationSizes.map((repositories) => ({
      repositories,
      shares: organizationOf(repositories, assumptions),
    }));
    print(asJson(capacityOutput, { assumptions, installations, organizations, installation }));
    return exit.fine;
  }
  print(
    `In the busiest hour, with ${assumptions.webhooks} webhooks a day and ${assumptions.repositories} repositories an installation:\n`,
  );
  print(capacityTable(assumptions));
  print(`\nOne organization, in its busiest hour:\n\n${organizationTable(assumptions)}`);
  print(
    `\nOne installation: up to ${installation.webhooks.toLocaleString('en-US')} webhooks a day; then its limit of ${installation.limit} makes its work wait.`,
  );
  return exit.fine;
}
