/** Who is who: accounts, teams, members of roles, and what they are called now. */
export { createRoles, type Roles } from './members.ts';
export { createSignIn, type SignIn } from './sign-in.ts';
export { repositoriesOf } from './sight.ts';
