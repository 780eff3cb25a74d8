/** Phone numbers by libphonenumber; an adapter loads this file when a resume is first read. */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PhoneReader } from '../domain/knowledge';

/** Knows every country's numbering plan; a number without a country prefix needs a country to assume. */
export const readPhoneNumber: PhoneReader = (raw, countryCode) => {
  const country = countryCode as CountryCode | null;
  const phone = parsePhoneNumberFromString(raw, country === null ? {} : { defaultCountry: country });
  return phone?.isPossible() ? { e164: phone.number, countryCode: phone.country ?? null } : null;
};
