/** All stacks as one: what is made after what, and which resource a text names. */
import { Cloud } from '../../../lib/rules/cloud';
import type { StackTemplate } from '../../../lib/rules/template';

const data: StackTemplate = {
  name: 'data',
  template: { Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable' } } },
};
const service: StackTemplate = {
  name: 'service',
  needs: ['data'],
  template: {
    Resources: { Role: { Type: 'AWS::IAM::Role' }, Function: { Type: 'AWS::Lambda::Function', DependsOn: 'Role' } },
  },
};

describe('Cloud', () => {
  it('knows what is made after what: by reference, by DependsOn, and by the order of stacks', () => {
    const cloud = new Cloud([data, service]);
    const [table, role, fn] = cloud.resources;
    if (table === undefined || role === undefined || fn === undefined) throw new Error('three resources');
    expect([cloud.after(fn, role), cloud.after(role, fn), cloud.after(fn, table), cloud.after(table, fn)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('ends when resources or stacks lean on each other', () => {
    const ring = ['a', 'b'].map((name, at): StackTemplate => {
      const other = ['b', 'a'][at] ?? '';
      return {
        name,
        needs: [other],
        template: { Resources: { X: { Type: 'T', DependsOn: 'Y' }, Y: { Type: 'T', DependsOn: 'X' } } },
      };
    });
    const cloud = new Cloud(ring);
    const [x, y] = cloud.resources;
    if (x === undefined || y === undefined) throw new Error('two resources');
    expect([cloud.after(x, y), cloud.stackAfter('a', 'b')]).toEqual([true, true]);
  });

  it('finds a resource by reference, by its own name and by an ARN that ends in it', () => {
    const named = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'told' } };
    const cloud = new Cloud([
      { name: 'main', template: { Resources: { Topic: named, Other: { Type: 'AWS::SNS::Topic' } } } },
    ]);
    const found = (text: string) => cloud.find(text, 'AWS::SNS::Topic')?.id;
    expect(
      ['‹main/Other.Ref›', 'told', 'arn:aws:sns:eu-west-1:111111111111:told', 'arn:aws:sns:eu-west-1:1:untold', ''].map(
        found,
      ),
    ).toEqual(['Other', 'Topic', 'Topic', undefined, undefined]);
  });
});
