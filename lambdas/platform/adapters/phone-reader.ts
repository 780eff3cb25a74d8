/** The reader of phone numbers. */
import { perPlatform } from '../platform';

export const phoneReader = perPlatform(async () => (await import('../../reference/phone-numbers')).readPhoneNumber);
