/** Phone numbers by libphonenumber; loaded on first use. */
import type { PhoneReader } from '../domain/knowledge';

/** Knows every country's numbering plan; a number without a country prefix needs a country to assume. */
export const readPhoneNumber: PhoneReader = (raw, countryCode) => {
  const { parsePhoneNumberFromString } = require('libphonenumber-js/min') as typeof import('libphonenumber-js/min');
  const country = countryCode as import('libphonenumber-js').CountryCode | null;
  const phone = parsePhoneNumberFromString(raw, country === null ? {} : { defaultCountry: country });
  return phone?.isPossible() ? { e164: phone.number, countryCode: phone.country ?? null } : null;
};
