/** @param what behind the repository: `report` */
export const addressOf = (repository: string, what: string): string =>
  `/${repository.split('/').map(encodeURIComponent).join('/')}/${what}`;
