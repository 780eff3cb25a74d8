/** Countries, states and large cities: enough to tell a place from an employer. */
import { COUNTRY_NAMES } from '../../../domain/place-names';

export const countries: ReadonlySet<string> = new Set(
  COUNTRY_NAMES.split('|')
    .flatMap((entry) => entry.slice(3).split(','))
    .concat([
      'usa',
      'u.s.a.',
      'u.s.a',
      'us',
      'u.s.',
      'uk',
      'u.k.',
      'u.k',
      'uae',
      'u.a.e',
      'u.a.e.',
      'england',
      'scotland',
      'wales',
      'northern ireland',
      'america',
      'ksa',
      'saudi',
      'holland',
      'korea',
      'south korea',
      'russia',
      'hong kong',
      'taiwan',
      'macau',
      'palestine',
      'kosovo',
      'czech republic',
      'vietnam',
      'ivory coast',
      'burma',
      'republic of ireland',
      'europe',
      'asia',
      'africa',
      'middle east',
      'p.r. china',
      'pr china',
      'tanzania',
      'iran',
      'syria',
      'moldova',
      'venezuela',
      'bolivia',
      'laos',
      ...`frankreich|allemagne|alemania|alemanha|germania|duitsland|vereinigtes königreich|großbritannien|royaume-uni|reino unido|regno unito|verenigd koninkrijk|vereinigte staaten|états-unis|estados unidos|stati uniti|verenigde staten|schweiz|suiza|suíça|zwitserland|autriche|oostenrijk|belgien|bélgica|belgio|niederlande|pays-bas|países bajos|paesi bassi|spanien|espagne|spagna|spanje|frankrijk|francia|frança|italien|italie|italië|polen|pologne|polonia|schweden|suède|suecia|dänemark|danemark|norwegen|norvège|finnland|irland|irlande|irlanda|ierland|griechenland|tschechien|ungarn|hongrie|türkei|turquie|russland|russie|brasilien|brésil|indien|inde|japon|giappone|chine|cina|österreich|maroc|marruecos|tunisie|algérie`.split(
        '|',
      ),
    ]) // prettier-ignore
    .map((name) => name.toLowerCase()),
);

/** Two- and three-letter codes, valid only in capitals after a comma or before a postal code. */
export const stateCodes: ReadonlySet<string> = new Set(
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR AB BC MB NB NL NS ON PE QC SK NSW VIC QLD TAS ACT NT UP MP AP TN HP WB UK USA UAE B.C. D.C.'.split(
    ' ',
  ),
);

export const states: ReadonlySet<string> = new Set(
  `alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|district of columbia|puerto rico
|alberta|british columbia|manitoba|new brunswick|newfoundland|nova scotia|ontario|prince edward island|quebec|québec|saskatchewan
|andhra pradesh|arunachal pradesh|assam|bihar|chhattisgarh|goa|gujarat|haryana|himachal pradesh|jharkhand|karnataka|kerala|madhya pradesh|maharashtra|manipur|meghalaya|mizoram|nagaland|odisha|orissa|punjab|rajasthan|sikkim|tamil nadu|tamilnadu|telangana|tripura|uttar pradesh|uttarakhand|uttaranchal|west bengal|jammu and kashmir|jammu & kashmir
|new south wales|victoria|queensland|western australia|south australia|tasmania|bavaria|bayern|hessen|sachsen|niedersachsen|baden-württemberg|nordrhein-westfalen|île-de-france|ile-de-france|catalonia|cataluña|andalucía|lombardia|lazio|toscana|gauteng|western cape|surrey|kent|devon|cornwall|suffolk|norfolk|dorset|somerset|sussex|east sussex|west sussex|cumbria|derbyshire|staffordshire|shropshire|worcestershire|warwickshire|leicestershire|nottinghamshire|lincolnshire|northamptonshire|oxfordshire|buckinghamshire|bedfordshire|hertfordshire|cambridgeshire|gloucestershire|wiltshire|merseyside|greater manchester|tyne and wear|county durham|northumberland|fife|co. antrim|county antrim|co. down|county down|co. dublin|county dublin|co. cork|county cork|co. tipperary|county tipperary|co. galway|co. kerry|co. clare|co. kildare|co. meath|co. wicklow|co. wexford|co. limerick|co. mayo|co. donegal|essex|yorkshire|west midlands|middlesex|hampshire|berkshire|lancashire|cheshire|sindh|punjab|lagos state|selangor`
    .replace(/\n/g, '')
    .split('|'),
);

export const cities: ReadonlySet<string> = new Set(
  `new york|new york city|nyc|los angeles|chicago|houston|phoenix|philadelphia|san antonio|san diego|dallas|san jose|austin|jacksonville|fort worth|columbus|charlotte|san francisco|indianapolis|seattle|denver|boston|el paso|nashville|detroit|oklahoma city|portland|las vegas|memphis|louisville|baltimore|milwaukee|albuquerque|tucson|fresno|sacramento|kansas city|mesa|atlanta|omaha|colorado springs|raleigh|miami|long beach|virginia beach|oakland|minneapolis|tulsa|tampa|arlington|new orleans|wichita|cleveland|bakersfield|aurora|anaheim|honolulu|santa ana|riverside|corpus christi|lexington|stockton|st. louis|saint louis|pittsburgh|saint paul|cincinnati|anchorage|henderson|greensboro|plano|newark|lincoln|orlando|irvine|toledo|jersey city|chula vista|durham|fort wayne|st. petersburg|laredo|buffalo|madison|lubbock|chandler|scottsdale|reno|glendale|norfolk|winston-salem|irving|chesapeake|gilbert|hialeah|garland|fremont|richmond|boise|baton rouge|des moines|spokane|san bernardino|modesto|tacoma|fontana|palo alto|mountain view|sunnyvale|cupertino|menlo park|redmond|bellevue|cambridge|berkeley|silicon valley|ann arbor|princeton|hartford|stamford|salt lake city|rochester|birmingham|santa clara|brooklyn|queens|manhattan|bronx
|toronto|montreal|montréal|vancouver|calgary|edmonton|ottawa|winnipeg|quebec city|hamilton|mississauga|brampton|halifax|mexico city|guadalajara|monterrey|são paulo|sao paulo|rio de janeiro|brasília|brasilia|belo horizonte|curitiba|porto alegre|salvador|recife|fortaleza|buenos aires|córdoba|rosario|santiago|lima|bogotá|bogota|medellín|medellin|cali|quito|guayaquil|caracas|montevideo|asunción|la paz|panama city|san josé|havana|santo domingo|kingston
|london|manchester|leeds|glasgow|edinburgh|liverpool|bristol|sheffield|cardiff|belfast|newcastle|nottingham|leicester|coventry|oxford|reading|brighton|southampton|portsmouth|plymouth|aberdeen|dundee|york|bath|milton keynes|dublin|cork|galway|limerick|paris|marseille|lyon|toulouse|nice|nantes|strasbourg|montpellier|bordeaux|lille|rennes|grenoble|brussels|bruxelles|antwerp|antwerpen|ghent|gent|amsterdam|rotterdam|the hague|den haag|utrecht|eindhoven|groningen|berlin|hamburg|munich|münchen|cologne|köln|frankfurt|frankfurt am main|stuttgart|düsseldorf|dortmund|essen|leipzig|bremen|dresden|hannover|nürnberg|nuremberg|karlsruhe|mannheim|bonn|münster|aachen|heidelberg|freiburg|darmstadt|vienna|wien|graz|salzburg|linz|zurich|zürich|geneva|genève|basel|bern|lausanne|madrid|barcelona|valencia|sevilla|seville|zaragoza|málaga|malaga|bilbao|murcia|palma|lisbon|lisboa|porto|coimbra|braga|rome|roma|milan|milano|naples|napoli|turin|torino|palermo|genoa|genova|bologna|florence|firenze|venice|venezia|verona|padova|copenhagen|københavn|aarhus|stockholm|gothenburg|göteborg|malmö|oslo|bergen|trondheim|helsinki|espoo|tampere|turku|reykjavik|warsaw|warszawa|krakow|kraków|wrocław|wroclaw|gdansk|poznan|prague|praha|brno|bratislava|budapest|bucharest|cluj-napoca|sofia|belgrade|zagreb|ljubljana|athens|thessaloniki|kyiv|kiev|lviv|kharkiv|minsk|moscow|saint petersburg|st petersburg|vilnius|riga|tallinn|istanbul|ankara|izmir
|dubai|abu dhabi|sharjah|doha|riyadh|jeddah|dammam|khobar|al khobar|kuwait city|manama|muscat|beirut|amman|cairo|alexandria|tel aviv|jerusalem|haifa|baghdad|tehran|casablanca|rabat|tunis|algiers|lagos|abuja|accra|nairobi|kampala|addis ababa|dar es salaam|johannesburg|cape town|durban|pretoria|harare|lusaka|dakar|kinshasa|luanda
|mumbai|bombay|delhi|new delhi|bangalore|bengaluru|hyderabad|ahmedabad|chennai|madras|kolkata|calcutta|surat|pune|jaipur|lucknow|kanpur|nagpur|indore|thane|bhopal|visakhapatnam|vizag|patna|vadodara|baroda|ghaziabad|ludhiana|agra|nashik|faridabad|meerut|rajkot|varanasi|srinagar|aurangabad|dhanbad|amritsar|navi mumbai|allahabad|ranchi|howrah|coimbatore|jabalpur|gwalior|vijayawada|jodhpur|madurai|raipur|kota|guwahati|chandigarh|solapur|hubli|mysore|mysuru|gurgaon|gurugram|noida|greater noida|bhubaneswar|salem|warangal|guntur|kochi|cochin|dehradun|trivandrum|thiruvananthapuram|kozhikode|calicut|mangalore|jamshedpur|panchkula|mohali|pondicherry|ncr|secunderabad|karachi|lahore|islamabad|rawalpindi|faisalabad|peshawar|dhaka|chittagong|colombo|kathmandu|lalitpur|yangon|bangkok|ho chi minh city|hanoi|phnom penh|kuala lumpur|penang|singapore|jakarta|surabaya|bandung|manila|quezon city|makati|cebu|cebu city|davao
|beijing|shanghai|guangzhou|shenzhen|chengdu|hangzhou|wuhan|xian|xi'an|nanjing|tianjin|suzhou|chongqing|hong kong|taipei|kaohsiung|macau|tokyo|osaka|kyoto|yokohama|nagoya|sapporo|fukuoka|kobe|seoul|busan|incheon|sydney|melbourne|brisbane|perth|adelaide|canberra|gold coast|hobart|darwin|auckland|wellington|christchurch|东京|大阪|東京|北京|上海|广州|深圳|杭州|南京|成都|武汉|横浜|名古屋|京都`
    .replace(/\n/g, '')
    .split('|'),
);

/** Words of a street address. */
export const streetWords =
  /(?<![\p{L}])(?:street|st\.|avenue|ave\.?|road|rd\.?|lane|ln\.?|drive|dr\.|boulevard|blvd\.?|court|ct\.|way|place|pl\.|square|highway|hwy|parkway|pkwy|crescent|close|grove|gardens|circle|cir\.?|terrace|apartment|apt\.?|suite|floor|flat|house no|h\.? ?no|plot|sector|nagar|colony|layout|cross|main road|marg|p\.? ?o\.? box|box|straße|strasse|str\.|platz|weg|allee|gasse|rue|avenue|place|chemin|calle|avenida|plaza|rua|travessa|via|viale|piazza|straat|laan|weg|plein)(?![\p{L}])/iu;
