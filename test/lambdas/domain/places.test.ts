import { findPlace, namesCity, readPlace, sameCity } from '../../../lambdas/domain/places';

describe('readPlace', () => {
  it.each([
    ['Munich, Germany', 'Munich', 'DE'],
    ['München', 'Munich', 'DE'],
    ['Austin, TX 78701', 'Austin', 'US'],
    ['Vancouver, BC', 'Vancouver', 'CA'],
    ['Los Angeles, CA', 'Los Angeles', 'US'],
    ['Paris, Texas', 'Paris', 'US'],
    ['Atlanta, Georgia', 'Atlanta', 'US'],
    ['Tbilisi, Georgia', 'Tbilisi', 'GE'],
    ['Georgia', null, 'GE'],
    ['Remote - Spain', null, 'ES'],
    ['Greater London Area', 'London', 'GB'],
    ['Oslo, NO', 'Oslo', 'NO'],
    ['Little Wenlock', 'Little Wenlock', null],
    ['Remote', null, null],
  ])('reads %s', (text, city, countryCode) => {
    expect(readPlace(text)).toEqual({ raw: text, city, countryCode });
  });

  it('reads nothing from an empty text', () => {
    expect(readPlace('  ')).toBeNull();
  });
});

describe('findPlace', () => {
  it('finds a city of two words and says where it stands', () => {
    expect(findPlace('nurse jobs in Cape Town please')).toMatchObject({
      city: 'Cape Town',
      countryCode: 'ZA',
      start: 14,
      end: 23,
    });
  });

  it.each(['contact us today', 'reading comprehension', 'a nice team'])('finds no place in "%s"', (text) => {
    expect(findPlace(text)).toBeNull();
  });

  it('takes a doubtful name for a place after "in"', () => {
    expect(findPlace('teacher in Reading')).toMatchObject({ countryCode: 'GB' });
  });
});

describe('sameCity', () => {
  it('sees through spelling and stops at the border', () => {
    expect(sameCity(readPlace('Köln'), readPlace('Cologne, Germany'))).toBe(true);
    expect(sameCity(readPlace('Birmingham, Alabama'), readPlace('Birmingham'))).toBe(false);
    expect(sameCity(readPlace('Spain'), readPlace('Spain'))).toBe(false);
  });
});

describe('places in a search phrase', () => {
  it.each([
    ['town planner cork', 'Cork', 'IE'],
    ['data analyst uk', null, 'GB'],
    ['ux researcher us', null, 'US'],
  ])('takes a doubtful word that ends the phrase for a place: %s', (phrase, city, countryCode) => {
    expect(findPlace(phrase, { phrase: true })).toMatchObject({ city, countryCode });
    expect(findPlace(phrase)).toBeNull();
  });

  it('leaves such a word alone elsewhere', () => {
    expect(findPlace('reading teacher', { phrase: true })).toBeNull();
    expect(findPlace('essen', { phrase: true })).toBeNull();
  });

  it('knows a town in a phrase whatever its accents', () => {
    expect(namesCity('gp tromso', 'Tromsø')).toBe(true);
    expect(namesCity('gp in Łódź', 'Lodz')).toBe(true);
    expect(namesCity('romantic cook', 'Roma')).toBe(false);
  });
});
