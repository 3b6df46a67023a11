import { BROWSER_LOCALE } from './reader';

/** Ways of writing dates and numbers, as the server knows them. */
const LOCALES = [
  'en-GB',
  'en-US',
  'en-AU',
  'en-CA',
  'en-IE',
  'en-IN',
  'en-NZ',
  'en-ZA',
  'cs-CZ',
  'da-DK',
  'de-AT',
  'de-CH',
  'de-DE',
  'el-GR',
  'es-ES',
  'es-MX',
  'et-EE',
  'fi-FI',
  'fr-BE',
  'fr-CA',
  'fr-CH',
  'fr-FR',
  'hr-HR',
  'hu-HU',
  'it-IT',
  'ja-JP',
  'ko-KR',
  'lt-LT',
  'lv-LV',
  'nb-NO',
  'nl-BE',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'pt-PT',
  'ro-RO',
  'sk-SK',
  'sl-SI',
  'sv-SE',
  'tr-TR',
  'uk-UA',
  'zh-CN',
  'zh-TW',
] as const;

export type LocaleChoice = typeof BROWSER_LOCALE | (typeof LOCALES)[number];

/** To choose from, each in its own language. */
export function localeChoices(): { value: LocaleChoice; label: string }[] {
  return [
    { value: BROWSER_LOCALE, label: 'As this browser does' },
    ...LOCALES.map((value) => ({
      value,
      label: new Intl.DisplayNames(value, { type: 'language' }).of(value) ?? value,
    })),
  ];
}
