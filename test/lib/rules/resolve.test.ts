/** References are followed within a stack, to outputs of other stacks, and through the functions of CloudFormation. */
import { resolve } from '../../../lib/rules/resolve';
import type { StackTemplate } from '../../../lib/rules/template';

const data: StackTemplate = {
  name: 'data',
  region: 'eu-west-1',
  account: '111111111111',
  template: {
    Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable' } },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] }, Export: { Name: 'data:Arn' } } },
  },
};
const service: StackTemplate = {
  name: 'service',
  region: 'eu-west-1',
  account: '111111111111',
  needs: ['data'],
  template: {
    Parameters: { Version: { Default: '6' } },
    Resources: { Role: { Type: 'AWS::IAM::Role' }, Function: { Type: 'AWS::Lambda::Function', DependsOn: 'Role' } },
  },
};
const stacks = new Map([data, service].map((stack) => [stack.name, stack]));
const worked = (value: unknown, stack = service) => resolve(value, stack, stacks);

describe('resolve', () => {
  it.each([
    ['a literal', 'text', 'text'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['a resource', { Ref: 'Role' }, '‹service/Role.Ref›'],
    ['an attribute', { 'Fn::GetAtt': ['Role', 'Arn'] }, '‹service/Role.Arn›'],
    ['an attribute with dots', { 'Fn::GetAtt': 'Role.A.B' }, '‹service/Role.A.B›'],
    [
      'a join',
      { 'Fn::Join': [':', ['a', { Ref: 'AWS::AccountId' }, { Ref: 'Role' }]] },
      'a:111111111111:‹service/Role.Ref›',
    ],
    [
      'an output of another stack',
      { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Arn' } },
      '‹data/Table.Arn›',
    ],
    ['an import', { 'Fn::ImportValue': 'data:Arn' }, '‹data/Table.Arn›'],
    ['an output that does not exist', { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'X' } }, '‹?›'],
    ['a parameter', { Ref: 'Version' }, '‹?›'],
    ['a condition', { 'Fn::If': ['IsProd', 1, 2] }, '‹?›'],
    ['a part of a literal', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [
      'a part of an attribute',
      { 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Role', 'Arn'] }] }] },
      '‹service/Role.Arn›',
    ],
    [
      'a part beside a reference',
      { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Join': ['', [{ Ref: 'Role' }, ':b']] }] }] },
      'b',
    ],
  ])('works out %s', (_, value, expected) => {
    expect(worked(value)).toBe(expected);
  });

  it('works out a substitution with names, attributes and values of its own', () => {
    const text = ['$', '{AWS::Partition}:$', '{Role.Arn}:$', '{Own}:$', '{!Kept}'].join('');
    expect(worked({ 'Fn::Sub': [text, { Own: { Ref: 'Function' } }] })).toBe(
      `aws:‹service/Role.Arn›:‹service/Function.Ref›:${'$'}{Kept}`,
    );
  });

  it('leaves out what has no value', () => {
    expect(worked({ Name: { Ref: 'AWS::NoValue' }, List: [{ Ref: 'AWS::NoValue' }, 1] })).toEqual({ List: [1] });
  });

  it('does not guess the region of a stack that has none', () => {
    const anywhere: StackTemplate = { name: 'anywhere', template: {} };
    expect(worked({ Ref: 'AWS::Region' }, anywhere)).toBe('‹AWS::Region›');
  });
});
