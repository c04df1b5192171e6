/** What a webhook leads to, and how its payload is read: only the fields that are used are asked for. */
import { z } from 'zod';

import type { RolesChange } from '../../store/index.ts';
import type { Item } from '../../tracker.ts';

/** What an event leads to, as data. `repository` is `owner/name`. */
export type Hint =
  | {
      readonly kind: 'look';
      readonly item: Item;
      readonly soon: boolean;
      /**
       * What there may be to show although no policy is in force: that of a pull request which brings one, a check that
       * somebody asked for, or on an old card that there is none any more. Absent: nothing.
       */
      readonly shows?: 'proposal' | 'check' | 'end';
      /** What alone may be otherwise; absent: anything. */
      readonly only?: 'policy';
    }
  /** The pull requests that have this commit as their head. */
  | {
      readonly kind: 'look-at-head';
      readonly installation: number;
      readonly repository: string;
      readonly sha: string;
    }
  /** All repositories of an installation. */
  | { readonly kind: 'look-at-all'; readonly installation: number; readonly only?: 'policy' }
  | {
      readonly kind: 'label-renamed';
      readonly repository: string;
      /** GitHub's ids of the repository and the label. */
      readonly repositoryId: string;
      readonly label: string;
      readonly oldName: string;
      readonly newName: string;
    }
  /** A remark on a line of code: it holds a command, or did; or it is gone. Both are known by GitHub's ids. */
  | {
      readonly kind: 'remark';
      readonly repository: string;
      readonly number: number;
      readonly pullRequest: string;
      readonly remark: string;
      readonly byOutsider: boolean;
      readonly is: 'to-read' | 'gone';
    }
  | { readonly kind: 'labels-changed'; readonly repository: string }
  /** Somebody came to, or left, a team of the organization; or the team itself changed. */
  | {
      readonly kind: 'teams-changed';
      readonly org: string;
      /** Of the only team whose members changed; absent: it may have been any. */
      readonly slug?: string;
    }
  /** Somebody may have another permission in any repository. */
  | { readonly kind: 'person-changed'; readonly login: string }
  /** Whose roles may be others now: what rests on them is looked at, and that is known from the store. */
  | { readonly kind: 'roles-changed'; readonly change: RolesChange }
  /** The App can see it from now on; what was done there before is older than the App. */
  | { readonly kind: 'repository-added'; readonly repository: string }
  | { readonly kind: 'permissions-changed'; readonly repository: string }
  | { readonly kind: 'owner-policy-changed'; readonly owner: string }
  /** What the default branch of a repository holds, or who may see it, may have changed. */
  | {
      readonly kind: 'files-changed';
      readonly installation: number;
      readonly repository: string;
      /** GitHub's id of the repository. */
      readonly repositoryId: string;
      /** Null: any file. */
      readonly paths: readonly string[] | null;
      /** That of those that build on them, their policies alone may be otherwise; absent: who may see which, too. */
      readonly only?: 'policy';
    }
  /** It is not there any more, or the App cannot see it any more. */
  | { readonly kind: 'repository-gone'; readonly installation: number; readonly repository: string }
  | { readonly kind: 'installation-changed'; readonly installation: number }
  | { readonly kind: 'installation-gone'; readonly installation: number };

/** Who we are, as far as it is known already. */
export type Ourselves = { readonly appId: number; readonly login: string | null };

export const installation = z.object({ id: z.number() });
const repository = z
  .object({
    full_name: z.string(),
    node_id: z.string().catch(''),
    name: z.string().optional(),
    default_branch: z.string().optional(),
    owner: z.object({ login: z.string() }).optional(),
  })
  .transform((read) => {
    const [login = '', name = ''] = read.full_name.split('/');
    return { ...read, name: read.name ?? name, owner: read.owner ?? { login } };
  });
export const named = z.object({ full_name: z.string(), node_id: z.string().catch('') });
export const numbered = z.object({ number: z.number() });
export const inRepository = z.object({ installation, repository, action: z.string().optional() });

export type Read = (payload: unknown, us: Ourselves) => readonly Hint[];

/** A reader that says nothing of payloads that do not have the fields it needs. */
export function reader<T extends z.ZodType>(
  schema: T,
  read: (payload: z.output<T>, us: Ourselves) => readonly Hint[],
): Read {
  return (payload, us) => {
    const parsed = schema.safeParse(payload);
    return parsed.success ? read(parsed.data, us) : [];
  };
}

export type InRepository = z.output<typeof inRepository>;
type Kind = 'issue' | 'pull-request';

type Look = Extract<Hint, { kind: 'look' }>;

export const look = (at: InRepository, kind: Kind, number: number, shows?: Look['shows']): Look => ({
  kind: 'look',
  item: { installation: at.installation.id, repository: at.repository.full_name, kind, number },
  soon: true,
  ...(shows === undefined ? {} : { shows }),
});
export const lookAtRepository = (at: number, full_name: string, soon: boolean): Look => ({
  kind: 'look',
  item: { installation: at, repository: full_name, kind: 'repository' },
  soon,
});
