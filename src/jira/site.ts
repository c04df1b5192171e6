/** A Jira that this server knows: the operator says where it is, as whom to sign in, and which repository may see what. */

/** A function, so that it is in no log and no JSON of what holds it. */
export type Secret = () => string;

export type Flavour = 'cloud' | 'data-center';

export type JiraSite = {
  /** What a policy's `jira.site` says. */
  readonly name: string;
  /** Where people see it. Addresses have no slash at the end. */
  readonly url: string;
  /** Where requests go; `/rest/api/…` follows. */
  readonly apiUrl: string;
  readonly flavour: Flavour;
  readonly auth: SiteAuth;
  /** null: it sends no webhooks that could be trusted. */
  readonly webhookSecret: Secret | null;
  /** Another one that counts while it is rotated; absent: none does. */
  readonly olderSecret?: Secret;
  /** Project keys by repository (`owner/name`, or `owner/*`), lower case. */
  readonly repositories: ReadonlyMap<string, readonly string[]>;
};

export type SiteAuth =
  /** A service account's token, or a personal access token. */
  | { readonly kind: 'bearer'; readonly token: Secret }
  | { readonly kind: 'basic'; readonly email: string; readonly token: Secret };

/**
 * The keys of the projects that a repository may see; none unless the operator said so. Its own entry counts alone:
 * `owner/*` is for those that have none.
 * @param repository `owner/name`
 */
export function projectsFor(site: JiraSite, repository: string): readonly string[] {
  const name = repository.toLowerCase();
  const owner = name.split('/')[0] ?? '';
  return site.repositories.get(name) ?? site.repositories.get(`${owner}/*`) ?? [];
}

/** Where people see an issue. */
export function browseUrl(site: JiraSite, key: string): string {
  return `${site.url}/browse/${encodeURIComponent(key)}`;
}
