/** Who works with whom, read from templates. */
import { allRoutes } from '../../../lambdas/http/routes';
import { type FunctionRow, functions } from '../../../lib/functions';
import { Cloud } from '../../../lib/rules/cloud';
import type { TemplateResource } from '../../../lib/rules/template';
import { type Graph, graphOf } from '../../../ops/diagram/graph';
import { drawing } from '../../../ops/diagram/mermaid';
import { page } from '../../../ops/diagram/page';
import { synthesise } from '../../../ops/synthesise';

const at = (path: string) => ({ 'aws:cdk:path': `trial/${path}/Resource` });

function graph(resources: Readonly<Record<string, TemplateResource>>): Graph {
  return graphOf(new Cloud([{ name: 'trial', template: { Resources: resources } }]), () => 'trial');
}

const links = ({ links: all }: Graph) =>
  all.map(({ theme, from, to, words }) => `${theme}: ${from} -${[...words].sort().join('+')}-> ${to}`).sort();

/** A function that may do `statement`, and a table. */
const permitted = (statement: Readonly<Record<string, unknown>>) =>
  graph({
    Table: { Type: 'AWS::DynamoDB::GlobalTable', Metadata: at('Jobs') },
    Function: { Type: 'AWS::Lambda::Function', Metadata: at('embed') },
    Role: {
      Type: 'AWS::IAM::Role',
      Metadata: at('embed'),
      Properties: { Policies: [{ PolicyDocument: { Statement: [statement] } }] },
    },
  });
const TABLE = { 'Fn::GetAtt': ['Table', 'Arn'] };

describe('graph', () => {
  test('says in a word what a role may do with a table', () => {
    const made = permitted({ Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: TABLE });
    expect(links(made)).toEqual(['background: trial/embed -reads+writes-> trial/Jobs']);
  });

  test('draws no arrow for what is denied', () => {
    expect(links(permitted({ Effect: 'Deny', Action: 'dynamodb:*', Resource: TABLE }))).toEqual([]);
  });

  test('leaves out what every function may do', () => {
    expect(
      links(permitted({ Effect: 'Allow', Action: ['kms:Decrypt', 'logs:PutLogEvents'], Resource: TABLE })),
    ).toEqual([]);
  });

  test('names the models, which are no resources of ours', () => {
    const made = permitted({ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: 'arn:aws:bedrock:::model' });
    expect(links(made)).toEqual(['background: trial/embed -calls-> aws/bedrock']);
  });

  test('draws a stream from the table to its reader, and not back', () => {
    const made = graph({
      Table: { Type: 'AWS::DynamoDB::GlobalTable', Metadata: at('Jobs') },
      Function: { Type: 'AWS::Lambda::Function', Metadata: at('embed') },
      Queue: { Type: 'AWS::SQS::Queue', Metadata: at('Given') },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Metadata: at('Stream'),
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
          FunctionName: { Ref: 'Function' },
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
        },
      },
    });
    expect(links(made)).toEqual([
      'background: trial/Jobs -stream-> trial/embed',
      'background: trial/embed -given up-> trial/Given',
    ]);
  });

  test('counts the alarms of a construct, and leads them to their topic', () => {
    const alarm: TemplateResource = {
      Type: 'AWS::CloudWatch::Alarm',
      Metadata: at('Alarms'),
      Properties: { AlarmActions: [{ Ref: 'Topic' }] },
    };
    const made = graph({ Topic: { Type: 'AWS::SNS::Topic', Metadata: at('AlarmTopic') }, One: alarm, Two: alarm });
    expect(links(made)).toEqual(['notice: trial/Alarms --> trial/AlarmTopic']);
    expect(made.nodes.get('trial/Alarms')).toMatchObject({ kind: 'alarms', count: 2 });
  });
});

describe('drawing', () => {
  const method = (target: string): TemplateResource => ({
    Type: 'AWS::ApiGateway::Method',
    Metadata: at('Api'),
    Properties: { Integration: { Uri: { 'Fn::GetAtt': [target, 'Arn'] } } },
  });
  const reader = (name: string): Record<string, TemplateResource> => ({
    [name]: { Type: 'AWS::Lambda::Function', Metadata: at(name) },
    [`${name}Role`]: {
      Type: 'AWS::IAM::Role',
      Metadata: at(name),
      Properties: {
        Policies: ['Cold', 'Warm'].map((secret) => ({
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: secret } }],
          },
        })),
      },
    },
  });
  const made = graph({
    Api: { Type: 'AWS::ApiGateway::RestApi', Metadata: at('Api') },
    ToOne: method('One'),
    ToTwo: method('Two'),
    ...reader('One'),
    ...reader('Two'),
    Cold: { Type: 'AWS::SecretsManager::Secret', Metadata: at('Cold') },
    Warm: { Type: 'AWS::SecretsManager::Secret', Metadata: at('Warm') },
  });

  test('puts together what the same others lead to', () => {
    const text = drawing(made, 'request');
    expect(text).toContain('trial_Cold["Cold<br/>Warm<br/><small>secret · trial</small>"]');
    expect(text.match(/-->\|reads\|/g)).toHaveLength(2);
  });

  test('leaves out what has no part in the theme', () => {
    expect(drawing(made, 'copy')).toBe('flowchart LR');
  });
});

describe('page', () => {
  let dev: ReturnType<typeof synthesise>;
  let whole: Graph;
  beforeAll(() => {
    dev = synthesise({});
    const parts = new Map(dev.stacks.map(({ name, part }) => [name, part]));
    whole = graphOf(new Cloud(dev.stacks), (name) => parts.get(name) ?? name);
  });

  test('leads from the API to every slug of the route table', () => {
    const called = whole.links.filter(({ from }) => from === 'service/HttpApi').map(({ to }) => to);
    expect(called).toEqual(expect.arrayContaining(allRoutes.map(({ slug }) => `service/${slug}`)));
  });

  test('draws for each function the tables of its row, and no others', () => {
    for (const [slug, row] of Object.entries<FunctionRow>(functions)) {
      const drawn = whole.links
        .filter(({ from, to }) => from === `service/${slug}` && whole.nodes.get(to)?.kind === 'table')
        .map(({ to }) => to.slice('data/'.length).toLowerCase());
      expect([slug, ...drawn.sort()]).toEqual([slug, ...Object.keys(row.tables ?? {}).sort()]);
    }
  });

  test('has every stack, and every type of resource with its number', () => {
    const text = page(dev.stacks, 'a trial', dev.stacks);
    for (const { part } of dev.stacks) expect(text).toMatch(new RegExp(`^\\| ${part} \\| .+ \\|$`, 'm'));
    const functionsOf = (stack: string) =>
      Object.values(dev.stacks.find(({ part }) => part === stack)?.resources ?? {}).filter(
        ({ Type }) => Type === 'AWS::Lambda::Function',
      ).length;
    expect(text).toContain(`${functionsOf('service')} × Lambda::Function`);
  });

  test('is the same each time', () => {
    expect(page(synthesise({}).stacks, 'a trial', dev.stacks)).toBe(page(dev.stacks, 'a trial', dev.stacks));
  });
});
