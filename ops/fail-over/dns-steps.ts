/** How callers are moved to the API of a region. */

/** Commands to copy, with the values that are known. */
export function dnsSteps(of: {
  region: string;
  stage: string;
  context: Readonly<Record<string, string>>;
  /** Of the API that was deployed. */
  apiUrl: string | undefined;
}): string[] {
  const { region, stage, context, apiUrl } = of;
  const { domainName, hostedZoneId = 'ZONE' } = context;
  const smoke = `npm run smoke -- --stage ${stage} --region ${region}`;
  if (domainName === undefined) {
    return [
      `Callers use the address of the API itself: ${apiUrl ?? `the output ApiUrl of TalentMatch-${stage}-service in ${region}`}.`,
      `Try it first: ${smoke}. Then tell the frontend.`,
    ];
  }
  const change = JSON.stringify({
    Changes: [
      {
        Action: 'UPSERT',
        ResourceRecordSet: {
          Name: domainName,
          Type: 'A',
          AliasTarget: { DNSName: 'TARGET', HostedZoneId: 'TARGET_ZONE', EvaluateTargetHealth: false },
        },
      },
    ],
  });
  return [
    `Try it first: ${smoke}. Then the DNS record of ${domainName}:`,
    `  aws apigateway get-domain-name --region ${region} --domain-name ${domainName} --query '[regionalDomainName, regionalHostedZoneId]'`,
    '  with its two answers as TARGET and TARGET_ZONE:',
    `  aws route53 change-resource-record-sets --hosted-zone-id ${hostedZoneId} --change-batch '${change}'`,
    '  Callers follow within a minute, the time to live of an alias record.',
  ];
}
