import { BrokerWidget } from './BrokerWidget.tsx'
import { ChoiceWidget } from './ChoiceWidget.tsx'
import { JsonWidget } from './JsonWidget.tsx'
import { KeyValuesWidget } from './KeyValuesWidget.tsx'
import { isSecretText } from '../../state/secrets.ts'
import { SecretWidget } from './SecretWidget.tsx'
import {
  LinesWidget, NumberWidget, MaskedWidget, SwitchWidget, TextAreaWidget, TextWidget,
} from './SimpleWidgets.tsx' // prettier-ignore
import { DynamicTextWidget, TemplateWidget } from './template/TemplateWidgets.tsx'
import { hasChoices, hasType, isListOf, isTextMap, type WidgetDefinition } from './widget.ts'

/** Every control a form can have. A new one is added here and nowhere else. */
export const widgets: readonly WidgetDefinition[] = [
  { name: 'json', rank: () => 1, Widget: JsonWidget, isTall: true },
  { name: 'text', rank: ({ schema }) => (hasType(schema, 'string') ? 2 : 0), Widget: TextWidget },
  {
    name: 'number',
    rank: ({ schema }) => (hasType(schema, 'integer', 'number') ? 3 : 0),
    Widget: NumberWidget,
  },
  {
    name: 'switch',
    rank: ({ schema }) => (hasType(schema, 'boolean') ? 3 : 0),
    Widget: SwitchWidget,
  },
  {
    name: 'lines',
    rank: ({ schema }) => (isListOf(schema, 'string') ? 3 : 0),
    Widget: LinesWidget,
    isTall: true,
  },
  {
    name: 'key-values',
    rank: ({ schema, widget }) => (widget === 'key-values' || isTextMap(schema) ? 4 : 0),
    Widget: KeyValuesWidget,
    isTall: true,
  },
  {
    name: 'text-area',
    rank: ({ schema, widget }) => (hasType(schema, 'string') && widget === 'code' ? 4 : 0),
    Widget: TextAreaWidget,
    isTall: true,
  },
  {
    name: 'dynamic-text',
    rank: ({ schema, isDynamic }) => (isDynamic && hasType(schema, 'string') ? 3 : 0),
    Widget: DynamicTextWidget,
  },
  {
    name: 'template',
    rank: ({ schema, widget }) => (hasType(schema, 'string') && widget === 'template' ? 4 : 0),
    Widget: TemplateWidget,
    isWide: true,
  },
  { name: 'choice', rank: ({ schema }) => (hasChoices(schema) ? 5 : 0), Widget: ChoiceWidget },
  {
    name: 'broker',
    rank: ({ key, schema }) => (key === 'server' && hasType(schema, 'string') ? 5 : 0),
    Widget: BrokerWidget,
  },
  { name: 'masked', rank: ({ isSecret }) => (isSecret ? 9 : 0), Widget: MaskedWidget },
  { name: 'secret', rank: (field) => (isSecretText(field) ? 10 : 0), Widget: SecretWidget },
]
