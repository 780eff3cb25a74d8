/** A finding that is right as it is: its full id, and the reason. */
import { type Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** @param reasons full finding id (`AwsSolutions-IAM5[Resource::*]`) → why it is right here */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}

/** The account as findings spell it: a stack without a fixed account has a placeholder there. */
export function accountInFindings({ account }: Stack): string {
  return Token.isUnresolved(account) ? '<AWS::AccountId>' : account;
}
