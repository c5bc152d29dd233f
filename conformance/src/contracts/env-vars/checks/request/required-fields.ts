import { conditions, wellFormed } from '../../needs.js';
import type { EnvCheck } from '../../tools.js';
import { judgeInvalid } from '../blame.js';
import { baseBatch } from '../once.js';
import { absent, changeField, type RequestField, requestFields } from './request-fields.js';

const required = requestFields.filter(({ entry }) => entry.presence === 'REQUIRED');

/** request/required-fields: each REQUIRED field of the proto left out on its own, at each place. */
export const requiredFieldChecks: readonly EnvCheck[] = required.flatMap((field: RequestField) =>
  field.places.map((place): EnvCheck => {
    const what =
      place.slug === ''
        ? `a request without ${field.entry.field}`
        : `a query without ${field.entry.field}, ${place.say}`;
    return {
      name: ['request/required-fields', field.slug, place.slug].filter((part) => part !== '').join('/'),
      requirement: 'request/required-fields',
      stimulus: what,
      expects: 'INVALID_ARGUMENT',
      needs: wellFormed,
      when: [conditions.advertised],
      async run(tools) {
        const { request, bytes } = changeField(await baseBatch(tools, place.size), field, place.index, () =>
          absent(field.entry),
        );
        return judgeInvalid(tools, await tools.call(request, { bytes, observe: false }), what, bytes);
      },
    };
  }),
);
