/** docs/deploy-rules.md, made from the rules, so that it can not lag behind them. */
import { topics } from './rules';

/** Faults of a first deployment that no rule over templates can see, or that something else sees already. */
const ELSEWHERE: readonly [fault: string, where: string][] = [
  [
    'CLI of another major version than the library',
    '`aws-cdk` is pinned exactly; `npx cdk` takes the one of the lock file',
  ],
  ['Region that is not bootstrapped', 'in the account, not in the template: `npm run preflight`'],
  [
    'Concurrency, SageMaker or API Gateway quota as it is in this account',
    'in the account: `npm run preflight`; what needs a raised quota is refused here unless acknowledged (OPS-103, OPS-501, OPS-502, OPS-506, OPS-1506)',
  ],
  [
    'Bedrock model without access, Anthropic use-case form, Marketplace permission',
    'in the account: `npm run preflight` asks each configured model once',
  ],
  [
    'Connection to GitHub that is still PENDING',
    'in the account: `npm run preflight`; a connection made by a template is refused (OPS-1404)',
  ],
  [
    'Cost Explorer never opened; cost allocation tags not activated',
    'in the account: `npm run preflight` and docs/deploy.md',
  ],
  ['E-mail subscription that nobody has confirmed', 'in the account: `npm run preflight`'],
  [
    'Service control policy, permission boundary or execution policy without an action',
    'in the account: `npm run preflight`',
  ],
  ['Region that is not opted in, second region that is not bootstrapped', 'in the account: `npm run preflight`'],
  [
    'Stack in ROLLBACK_COMPLETE, name left over from an earlier try',
    'in the account: docs/deploy.md; fixed names are refused (OPS-1301, OPS-1302, OPS-904)',
  ],
  [
    'Two changes of indexes in one update of a table',
    'in the account: `npm run preflight` compares with the table; docs/deploy.md says what to do in steps',
  ],
  ['Circular dependency between stacks', '`cdk synth` stops by itself'],
  ['Bundle above 250 MB', '`npm run sizes`'],
  ['Inline code above 4 KB', 'no function has inline code of ours; the construct refuses it'],
  [
    'No Docker or esbuild on the machine that deploys',
    'esbuild is a dependency of the project, and no asset needs Docker',
  ],
  [
    'Syntax of IAM statements, reserved environment names, timeouts above 900 s, secondary index attributes, types, patterns and lengths',
    "CDK's own template validation (`@aws-cdk/core:validateAgainstDefaultRules`)",
  ],
  ['Enumerations and retired runtimes that CDK only warns of (W3030, W2531)', '`npx cdk synth --strict`'],
  ['Posture: encryption, logging, authentication, wildcards', 'cdk-nag, AwsSolutions and Serverless packs'],
  ['HTTP APIs, CloudFront, VPC, ECS, RDS, Kinesis, OpenSearch, AppSync', 'the app has none'],
  ['Bedrock invocation logging', 'CloudFormation has no resource for it'],
];

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** @returns the page, ending in a line break */
export function rulesDocument(): string {
  const sections = Object.entries(topics).map(([topic, rules]) =>
    [
      `## ${topic}`,
      '',
      '| rule | refuses | why the deployment would fail, or what nobody would notice | fix | source |',
      '|---|---|---|---|---|',
      ...rules.map(({ id, title, why, fix, source }) => `| ${[id, title, why, fix, source].map(cell).join(' | ')} |`),
      '',
    ].join('\n'),
  );
  const all = Object.values(topics).flat().length;
  return `# Deploy-safety rules

Made by \`npx tsx scripts/write-deploy-rules.ts\`; a test fails when it lags behind \`lib/rules/\`.

${all} faults that the public tools let through, and that would stop a first deployment or be noticed by nobody after it.
\`cdk synth\` reads the templates of the whole app, follows references from stack to stack, and fails with the construct,
the property, what would happen and the fix. Each rule has a fixture that it refuses and one that it lets pass
(\`test/lib/rules/fixtures/\`). No account and no network is needed.

Where a finding is right as it is, say why, on the construct itself:

\`\`\`ts
Validations.of(construct).acknowledge({ id: 'Deploy-Safety::OPS-501', reason: 'Quota raised to 1,000.' });
\`\`\`

It lets that rule pass at and below that construct, and stands in \`cdk.out/validation-report.json\` with its reason. An
acknowledgement that has no effect is a warning (OPS-000), with which \`cdk synth --strict\` fails.

The rules read literals and references. A value that is known only in the cloud (a parameter, \`Fn::If\`) is let pass.
Conditions and Deny statements of policies are not weighed.

${sections.join('\n')}
## Caught elsewhere, or not at all

| fault | where |
|---|---|
${ELSEWHERE.map(([fault, where]) => `| ${cell(fault)} | ${cell(where)} |`).join('\n')}
`;
}
