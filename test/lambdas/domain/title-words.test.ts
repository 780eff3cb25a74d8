import { titleKey, titleParts, titleWeight, titleWords } from '../../../lambdas/domain/title-words';

describe('titleWords', () => {
  it('spells abbreviations out and leaves plurals and fillers', () => {
    expect(titleWords('Sr. Mgr. of the Sales Dept.')).toEqual(['senior', 'manager', 'sale', 'dept']);
    expect(titleWords('VP, Nurses')).toEqual(['vice', 'president', 'nurse']);
  });

  it('takes "constructor" for a word', () => {
    expect(titleWords('Constructor')).toEqual(['constructor']);
  });

  it('keeps the signs of languages and takes accents off', () => {
    expect(titleWords('C++ développeur')).toEqual(['c++', 'developpeur']);
  });
});

describe('titleKey', () => {
  it('is one for a title in two orders', () => {
    expect(titleKey(titleWords('Director of Sales'))).toBe(titleKey(titleWords('Sales Director')));
  });
});

describe('titleParts', () => {
  it('gives the title without brackets, then its parts, then what the brackets hold', () => {
    expect(titleParts('Nurse - Ward Five (Night Shift)')).toEqual([
      'Nurse - Ward Five',
      'Nurse',
      'Ward Five',
      'Night Shift',
    ]);
  });

  it('takes no short part, such as that of a place, for a title', () => {
    expect(titleParts('Pittsburgh, PA')).toEqual(['Pittsburgh, PA', 'Pittsburgh']);
  });
});

describe('titleWeight', () => {
  it('falls from work over rank to level', () => {
    expect(titleWeight('nurse')).toBeGreaterThan(titleWeight('assistant'));
    expect(titleWeight('assistant')).toBeGreaterThan(titleWeight('senior'));
  });
});
