/** What a service is asked for. */
export type Requested<F> = F extends (ports: never, request: infer R, ...rest: never[]) => unknown ? R : never;
