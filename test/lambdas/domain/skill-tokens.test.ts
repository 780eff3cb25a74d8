import { fold, nameKey, tokenise } from '../../../lambdas/domain/skill-tokens';

const words = (text: string) => tokenise(text).map((token) => token.raw);

describe('tokenise', () => {
  it('keeps the signs that tell languages apart', () => {
    expect(words('C, C++, C# and .NET')).toEqual(['c', 'c++', 'c#', 'and', 'dotnet']);
  });

  it('reads .NET as one word only where the dot begins it', () => {
    expect(words('ASP.NET, net income')).toEqual(['asp', 'net', 'net', 'income']);
  });

  it('takes accents off and gives UTF-16 offsets of the text as it is', () => {
    const [token] = tokenise('· Résumé');

    expect(token).toMatchObject({ raw: 'resume', start: 2, end: 8 });
  });

  it.each([
    ['Node.js', true],
    ['Power Point', true],
    ['public\nspeaking', true],
    ['Excel, Word', false],
    ['Excel. Word', false],
    ['public\n\nspeaking', false],
  ])('says whether the words of %j belong together', (text, joined) => {
    expect(tokenise(text)[1]?.joined).toBe(joined);
  });

  it('takes a lone surrogate as no word and does not fail', () => {
    expect(words('a \ud800 b')).toEqual(['a', 'b']);
  });
});

describe('fold', () => {
  it.each([
    ['technologies', 'technology'],
    ['sales', 'sale'],
    ['analysis', 'analysis'],
    ['access', 'access'],
    ['aws', 'aws'],
  ])('takes a plural ending off %s', (word, folded) => {
    expect(fold(word)).toBe(folded);
  });
});

describe('nameKey', () => {
  it('is the same for every way of writing a name', () => {
    expect(new Set(['Node.js', 'node JS', 'NODE-JS'].map(nameKey))).toEqual(new Set(['node js']));
  });

  it('leaves a single word in the plural, so that sales is not sale', () => {
    expect(nameKey('Sales')).toBe('sales');
  });
});
