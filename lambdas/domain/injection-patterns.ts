/** Sentences that are meant for a model, in the languages that people write them in. */

/** For text in lower case. Each is linear: no nested repetition. Kinds are stable names for clients and metrics. */
export const INJECTION_PATTERNS: readonly { kind: string; pattern: RegExp }[] = [
  {
    kind: 'override-instructions',
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:instructions?|prompts?|rules|guidelines|above|previous|(?:system )?messages?|context)\b/gu,
  },
  {
    kind: 'override-instructions',
    pattern:
      /(?<!\p{L})(?:ignorier\p{L}*|vergiss|vergessen sie|missachte\p{L}*|ignore[zr]?|oublie[zr]?|ignora\p{L}*|ignorem|olvida\p{L}*|omite|esqueça|desconsidere|dimentica\p{L}*|negeer|vergeet|zignoruj\p{L}*|ignoruj\p{L}*|zapomnij|игнориру\p{L}*|проигнориру\p{L}*|забудь\p{L}*)(?!\p{L})[^.]{0,40}(?<!\p{L})(?:anweisung\p{L}*|instruktion\p{L}*|vorgaben|regeln|prompts?|instructions?|consignes?|règles|directives|instrucciones|indicaciones|reglas|órdenes|instruções|regras|orientações|istruzioni|regole|direttive|instructies|aanwijzingen|regels|instrukcj\p{L}*|polece\p{L}*|zasad\p{L}*|инструкци\p{L}*|указани\p{L}*|правил\p{L}*)/gu,
  },
  {
    kind: 'override-instructions',
    pattern:
      /(?:忽略|无视|無視|忘记|忘記|不要理会)[^。\n]{0,14}(?:指令|指示|说明|說明|规则|規則|提示)|(?:指示|命令|ルール|プロンプト)[^。\n]{0,14}(?:無視|忘れ)|(?:지시|명령|규칙|프롬프트)[^.\n]{0,14}(?:무시|잊)|(?:تجاهل|انس)[^.\n]{0,30}(?:التعليمات|الأوامر|القواعد)|(?:निर्देश|नियम)[^।\n]{0,30}(?:अनदेखा|नज़रअंदाज़|भूल|उपेक्षा)|(?:talimat|yönerge|kural)\p{L}*[^.\n]{0,30}(?:yok say|görmezden gel|unut)/gu,
  },
  {
    kind: 'addresses-the-model',
    pattern:
      /\b(?:you are|act as|behave as|pretend to be)\b[^.]{0,30}\b(?:an? (?:ai|llm|assistant|language model|recruiter|hiring manager|evaluator))\b|\bas an? (?:ai|large language) (?:language )?model\b|\b(?:note|message|instructions?|attention|dear|hello|hey)(?: (?:to|for))?[:,]? (?:the |any |all )?(?:ai|llms?|gpt|chatgpt|claude|gemini|language models?|ats|screening (?:system|software|ai))\b(?! (?:team|engineer|department|developers?|projects?|models?))|\b(?:if|when) (?:you are|you're|this is (?:being )?(?:read|processed|parsed) by) an? (?:ai|llm|language model|automated)\b|(?<!\p{L})(?:du bist|sie sind|tu es|vous êtes|eres|você é|sei|ты|вы)(?!\p{L})[^.\n]{0,20}(?:eine ki|ki-modell|une ia|una ia|uma ia|un'ia|модел\p{L}* искусственного|ии-)/gu,
  },
  {
    kind: 'dictates-the-score',
    pattern:
      /\b(?:rate|rank|score|recommend|select|hire|shortlist|approve)\b[^.]{0,30}\b(?:this|the) (?:candidate|applicant|resume|cv)\b|\b(?:this|the) (?:candidate|applicant)\b[^.]{0,40}\b(?:must|should|is to|has to) be (?:hired|selected|ranked|rated|scored|shortlisted|recommended)\b|\b(?:give|assign|award|return|output|set)\b[^.]{0,30}\b(?:100|maximum|highest|perfect|full) ?(?:%|percent)? ?(?:score|rating|marks|points|match)\b|\b(?:this|the) (?:candidate|applicant|job|position) (?:is|as) (?:the|an?) (?:perfect|ideal|best|only) (?:match|fit|choice|candidate)\b/gu,
  },
  {
    kind: 'dictates-the-score',
    pattern:
      /(?<!\p{L})(?:bewerte\p{L}*|empfiehl|empfehlen sie|évalue[zr]?|recommande[zr]?|califica\p{L}*|puntúa|recomienda\p{L}*|avalie|recomende|valuta|raccomanda|beoordeel|oceń|поставь\p{L}*|оцени\p{L}*|рекомендуй\p{L}*)(?!\p{L})[^.\n]{0,40}(?<!\p{L})(?:kandidat\p{L}*|bewerber\p{L}*|lebenslauf|candidat\p{L}*|cv|currículum|currículo|kandydat\p{L}*|кандидат\p{L}*|резюме)|(?:候选人|候選人|简历|簡歷)[^。\n]{0,20}(?:满分|滿分|最高分|录用|錄用)|(?:候補者|応募者)[^。\n]{0,20}(?:満点|最高点|採用し)|(?:지원자|후보자)[^.\n]{0,20}(?:만점|최고점|채용하)|(?:المرشح)[^.\n]{0,30}(?:أعلى|الدرجة الكاملة)/gu,
  },
  {
    kind: 'forges-a-delimiter',
    pattern:
      /<\s?\/?\s?(?:system|user|assistant|instructions?|document|resume|job|tool_use|tool_result)(?:-[0-9a-f]{4,32})?\s?>|\[\/?inst\]|<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>|<<\/?sys>>|^#{2,6} ?(?:system|instructions?|response|human)\b ?:?|\[(?:system|end of (?:resume|document))\]|(?<!-)-{3,} ?end of (?:resume|document|user input)/gmu,
  },
  {
    kind: 'forges-an-answer',
    pattern:
      /\{\s?["'](?:name|score|rating|match|skills|work|emails|recommendation|tool|tool_calls?|function|arguments)["']\s?:|["'](?:tool_use|tooluse|tool_calls?|function_call|stop_reason)["']\s?:|<\/?(?:function_calls?|invoke|tool_call|parameter)\b|\bemit_resume\b/gu,
  },
  {
    kind: 'asks-for-the-prompt',
    pattern:
      /\b(?:reveal|print|repeat|show|output)\b[^.]{0,30}\b(?:system\s+prompt|your (?:prompt|instructions)|hidden instructions|(?:text|words) above)\b/gu,
  },
  {
    kind: 'loads-something',
    pattern: /!\[[^\]\n]{0,200}\]\([^)\n]{1,500}\)|\]\((?:javascript|data):[^)\n]{1,500}\)/gu,
  },
];
