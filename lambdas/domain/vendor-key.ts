/** The key of a vendor before anybody has put one in: what the stacks write, and what is therefore never sent. */

/** Value of a secret that was made by a deployment. The service passes the vendor over, and preflight says what to do. */
export const KEY_NOT_SET_UP = 'not-set-up';

/** The vendors with a key of their own, as the metric `SecretAgeDays` and the commands name them. */
export const keyedVendors = ['openai', 'huggingface'] as const;
export type KeyedVendor = (typeof keyedVendors)[number];
