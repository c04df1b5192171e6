import type { Sandbox, SandboxOptions } from './handle.ts';
/** Starts a GitHub on 127.0.0.1. Rejects when the port is taken, or the OpenAPI description cannot be read. */
export declare function startSandbox(options?: SandboxOptions): Promise<Sandbox>;
