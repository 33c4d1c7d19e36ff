import { Fault } from '../fault.ts'
import type { FunctionTable } from '../function.ts'
import { kindName, typeName, type TemplateValue } from '../value.ts'
import { isEmpty, text } from './convert.ts'
import { isDeepEqual } from './deep-equal.ts'
import { definer } from './define.ts'

const define = definer('flow')
const defineType = definer('type')

function goTypeOf(value: TemplateValue): string {
  return value === undefined || value === null ? '<nil>' : typeName(value)
}

/** What sprig has for keys, certificates and look-ups: known, so that a template is not refused for its name. */
const unavailable = [
  'bcrypt',
  'htpasswd',
  'derivePassword',
  'genPrivateKey',
  'genCA',
  'genCAWithKey',
  'genSelfSignedCert',
  'genSelfSignedCertWithKey',
  'genSignedCert',
  'genSignedCertWithKey',
  'buildCustomCert',
  'encryptAES',
  'decryptAES',
  'getHostByName',
]

function unavailableFunctions(): FunctionTable {
  return Object.fromEntries(
    unavailable.map((name) => [
      name,
      define(
        `${name} value...`,
        [],
        () => {
          throw new Fault(`${name} is not available in Sluice`)
        },
        'any',
      ),
    ]),
  )
}

export const flowFunctions: FunctionTable = {
  ...unavailableFunctions(),
  default: define(
    'default fallback value?',
    ['any'],
    ([fallback, value]) => (isEmpty(value) ? fallback : value),
    'any',
  ),
  empty: define('empty value', ['any'], ([value]) => isEmpty(value)),
  coalesce: define(
    'coalesce value...',
    [],
    (values) => values.find((value) => !isEmpty(value)),
    'any',
  ),
  all: define('all value...', [], (values) => !values.some(isEmpty), 'any'),
  any: define('any value...', [], (values) => values.some((value) => !isEmpty(value)), 'any'),
  ternary: define('ternary yes no condition', ['any', 'any', 'bool'], ([yes, no, condition]) =>
    condition === true ? yes : no,
  ),
  fail: define('fail message', ['string'], ([message]) => {
    throw new Fault(text(message))
  }),
  prop: define('prop key', ['string'], ([key]) => key),
  hello: define('hello', [], () => 'Hello!'),
  env: define('env name', ['string'], ([name], environment) => environment.variable(text(name))),
  expandenv: define('expandenv text', ['string'], ([value], environment) =>
    text(value).replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, plain?: string) =>
      environment.variable(braced ?? plain ?? ''),
    ),
  ),
  uuidv4: define('uuidv4', [], (_, environment) => environment.newId()),
  typeOf: defineType('typeOf value', ['any'], ([value]) => goTypeOf(value)),
  typeIs: defineType(
    'typeIs type value',
    ['string', 'any'],
    ([type, value]) => goTypeOf(value) === type,
  ),
  typeIsLike: defineType(
    'typeIsLike type value',
    ['string', 'any'],
    ([type, value]) => goTypeOf(value).replace(/^\*/, '') === text(type).replace(/^\*/, ''),
  ),
  kindOf: defineType('kindOf value', ['any'], ([value]) => kindName(value)),
  kindIs: defineType(
    'kindIs kind value',
    ['string', 'any'],
    ([kind, value]) => kindName(value) === kind,
  ),
  deepEqual: define('deepEqual a b', ['any', 'any'], ([a, b]) => isDeepEqual(a, b)),
}
