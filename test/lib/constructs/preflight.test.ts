import { allowedOrigin } from '../../../lambdas/http/reply';
import { preflightTemplate } from '../../../lib/constructs/preflight';
import { preflightHeaders } from '../../../lib/gateway-answers';
import { stageConfig } from '../../../lib/stages';
import { overriddenHeaders } from '../../support/velocity';

const LISTS = [
  ['https://app.example.com'],
  ['https://app.example.com', 'https://admin.example.com:8443', 'http://localhost:*'],
  ['http://127.0.0.1:*', 'https://a-b.example.com'],
];
const ORIGINS = [
  // No browser sends a pattern.
  ...LISTS.flat().filter((origin) => !origin.endsWith('*')),
  'http://localhost:5173',
  'http://127.0.0.1:65535',
  'https://app.example.com:443',
  'https://app.example.com.evil.example',
  'https://appxexample.com',
  'http://app.example.com',
  'https://admin.example.com:84430',
  'null',
  '',
];

describe('the template of a preflight', () => {
  it.each(LISTS.map((list) => [list.join(','), list] as const))(
    'lets in whom the handlers let in: %s',
    (_words, list) => {
      for (const origin of ORIGINS) {
        const allowed = allowedOrigin(origin, list);
        const wanted = allowed === undefined ? {} : { 'access-control-allow-origin': allowed, ...preflightHeaders };
        expect([origin, overriddenHeaders(preflightTemplate(list), { origin })]).toEqual([origin, wanted]);
      }
    },
  );

  it.each([
    'https://a".example.com',
    'https://$x.example.com',
    'https://a#end',
    'https://a.example.com/',
    '*',
    'https://A.example.com',
  ])('never has %s in it, which the configuration refuses', (origin) => {
    expect(() => stageConfig({ corsOrigins: origin })).toThrow(/corsOrigins: .* was given; allowed: origins such as/);
  });
});
