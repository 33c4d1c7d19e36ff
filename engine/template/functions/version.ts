import { Fault } from '../fault.ts'
import type { FunctionTable } from '../function.ts'
import { GoObject, goInt, type TemplateValue } from '../value.ts'
import { text } from './convert.ts'
import { definer } from './define.ts'

const define = definer('text')

interface Version {
  readonly numbers: readonly [bigint, bigint, bigint]
  readonly prerelease: string
  readonly metadata: string
  readonly original: string
}

const pattern =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?$/

function parseVersion(source: string): Version {
  const match = pattern.exec(source)
  if (match === null) throw new Fault('Invalid Semantic Version')
  const [, major = '0', minor = '0', patch = '0', prerelease = '', metadata = ''] = match
  if (prerelease.split('.').some((part) => /^0\d+$/.test(part))) {
    throw new Fault('Version segment starts with 0')
  }
  const tooLong = [major, minor, patch].find(
    (part) => BigInt.asUintN(64, BigInt(part)) !== BigInt(part),
  )
  if (tooLong !== undefined)
    throw new Fault(`Error parsing version segment: ${tooLong} is out of range`)
  return {
    numbers: [BigInt(major), BigInt(minor), BigInt(patch)],
    prerelease,
    metadata,
    original: source,
  }
}

function compareVersions(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    const other = b.numbers[index] ?? 0n
    if (number !== other) return number < other ? -1 : 1
  }
  if (a.prerelease === b.prerelease) return 0
  if (a.prerelease === '' || b.prerelease === '') return a.prerelease === '' ? 1 : -1
  return comparePrereleases(a.prerelease.split('.'), b.prerelease.split('.'))
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]]
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1
    if (x === y) continue
    const [isNumberX, isNumberY] = [/^\d+$/.test(x), /^\d+$/.test(y)]
    if (isNumberX && isNumberY) return BigInt(x) < BigInt(y) ? -1 : 1
    if (isNumberX !== isNumberY) return isNumberX ? -1 : 1
    return x < y ? -1 : 1
  }
  return 0
}

/** `^1.2.0`, `>= 1.2, < 2 || 3.x`, `1.2 - 1.4`. */
function satisfies(constraint: string, version: Version): boolean {
  return constraint.split('||').some((alternative) => {
    if (alternative.trim() === '') throw new Fault(`improper constraint: ${constraint}`)
    return alternative
      .replace(/(\S+)\s+-\s+(\S+)/g, '>=$1 <=$2')
      .split(/[,\s]+(?=[^\s])/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .reduce<string[]>(joinOperators, [])
      .every((part) => satisfiesOne(part, version))
  })
}

/** An operator may stand apart from its version. */
function joinOperators(parts: string[], part: string): string[] {
  const previous = parts.at(-1)
  if (previous !== undefined && /^[=!<>~^]+$/.test(previous))
    parts[parts.length - 1] = previous + part
  else parts.push(part)
  return parts
}

const constraintPattern =
  /^(=|!=|>|<|>=|=>|<=|=<|~|~>|\^)?\s*v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(-[\dA-Za-z.-]+)?(\+[\dA-Za-z.-]+)?$/

function satisfiesOne(part: string, version: Version): boolean {
  const match = constraintPattern.exec(part)
  if (match === null) throw new Fault(`improper constraint: ${part}`)
  const numbers = [match[2], match[3], match[4]].map((number) =>
    number === undefined || /^[xX*]$/.test(number) ? undefined : BigInt(number),
  )
  const prerelease = (match[5] ?? '').slice(1)
  const isExactlyNot = match[1] === '!=' && numbers[2] !== undefined
  if (!isExactlyNot && version.prerelease !== '' && prerelease === '') return false
  const [major, minor, patch] = numbers
  const low: Version = {
    numbers: [major ?? 0n, minor ?? 0n, patch ?? 0n],
    prerelease,
    metadata: '',
    original: part,
  }
  const isAtLeast = compareVersions(version, low) >= 0
  const isBelow = (limit: readonly [bigint, bigint, bigint] | undefined): boolean =>
    limit === undefined || compareVersions(version, { ...low, numbers: limit, prerelease: '' }) < 0
  switch (match[1] ?? '') {
    case '':
    case '=':
      if (major === undefined || minor === undefined || patch === undefined) {
        return isAtLeast && isBelow(nextOfLast(major, minor))
      }
      return compareVersions(version, low) === 0
    case '!=':
      if (isExactlyNot) return compareVersions(version, low) !== 0
      return !(isAtLeast && isBelow(nextOfLast(major, minor)))
    case '>':
      return patch === undefined
        ? !isBelow(nextOfLast(major, minor))
        : compareVersions(version, low) > 0
    case '<':
      return compareVersions(version, low) < 0
    case '>=':
    case '=>':
      return isAtLeast
    case '<=':
    case '=<':
      return patch === undefined
        ? isBelow(nextOfLast(major, minor))
        : compareVersions(version, low) <= 0
    case '^':
      return isAtLeast && isBelow(nextBreaking(major, minor, patch))
    default:
      return isAtLeast && isBelow(nextOfLast(major, minor))
  }
}

/** The first version outside of `major.minor.x`, or of `major.x`. */
function nextOfLast(
  major: bigint | undefined,
  minor: bigint | undefined,
): readonly [bigint, bigint, bigint] | undefined {
  if (major === undefined) return undefined
  return minor === undefined ? [major + 1n, 0n, 0n] : [major, minor + 1n, 0n]
}

/** The first version whose leftmost number that is no zero is another one. */
function nextBreaking(
  major: bigint | undefined,
  minor: bigint | undefined,
  patch: bigint | undefined,
): readonly [bigint, bigint, bigint] | undefined {
  if (major === undefined) return undefined
  if (major > 0n || minor === undefined) return [major + 1n, 0n, 0n]
  if (minor > 0n || patch === undefined) return [0n, minor + 1n, 0n]
  return [0n, 0n, patch + 1n]
}

function versionObject(version: Version): GoObject {
  const [major, minor, patch] = version.numbers
  const shown = [
    version.numbers.join('.'),
    version.prerelease === '' ? '' : `-${version.prerelease}`,
    version.metadata === '' ? '' : `+${version.metadata}`,
  ].join('')
  const members = {
    Major: major,
    Minor: minor,
    Patch: patch,
    Prerelease: version.prerelease,
    Metadata: version.metadata,
    Original: version.original,
    String: shown,
  }
  const to = (args: readonly TemplateValue[]): number =>
    compareVersions(version, versionOf(args[0]))
  // What follows a prerelease is its own release.
  const isRelease = version.prerelease === ''
  return new GoObject('*semver.Version', shown, members, {
    Compare: (args) => goInt(to(args)),
    Equal: (args) => to(args) === 0,
    GreaterThan: (args) => to(args) > 0,
    GreaterThanEqual: (args) => to(args) >= 0,
    LessThan: (args) => to(args) < 0,
    LessThanEqual: (args) => to(args) <= 0,
    IncMajor: () => release([major + 1n, 0n, 0n]),
    IncMinor: () => release([major, minor + 1n, 0n]),
    IncPatch: () => release([major, minor, isRelease ? patch + 1n : patch]),
  })
}

function release(numbers: Version['numbers']): GoObject {
  return versionObject({ numbers, prerelease: '', metadata: '', original: numbers.join('.') })
}

function versionOf(value: TemplateValue): Version {
  if (value instanceof GoObject) return parseVersion(value.text)
  throw new Fault('wrong type for value; expected *semver.Version')
}

export const versionFunctions: FunctionTable = {
  semver: define('semver version', ['string'], ([value]) =>
    versionObject(parseVersion(text(value))),
  ),
  semverCompare: define(
    'semverCompare constraint version',
    ['string', 'string'],
    ([constraint, value]) => satisfies(text(constraint), parseVersion(text(value))),
  ),
}
