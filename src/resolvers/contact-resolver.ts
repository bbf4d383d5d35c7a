import { Ctx, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import { seesContactsMasked } from '../domain/actor.js';
import { maskContact } from '../domain/masking.js';
import { Contact } from '../entities/contact.js';
import { callingCodeOf } from '../platform/phone.js';
import type { Context } from './context.js';
import { noteContacts } from './showing.js';

function shown(contact: Contact, context: Context): Contact {
  if (seesContactsMasked(context.actor)) return maskContact(contact, callingCodeOf);
  noteContacts(context, contact.certificationRequestId);
  return contact;
}

@Resolver(() => Contact)
export class ContactResolver {
  @FieldResolver(() => String, { nullable: true, description: 'The name; masked for an auditor.' })
  @Extensions({ needs: ['name', 'certificationRequestId'] })
  name(@Root() contact: Contact, @Ctx() context: Context): string | null {
    return shown(contact, context).name;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The mobile number as E.164; masked for an auditor.' })
  @Extensions({ needs: ['mobile', 'certificationRequestId'] })
  mobile(@Root() contact: Contact, @Ctx() context: Context): string | null {
    return shown(contact, context).mobile;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The e-mail address; masked for an auditor.' })
  @Extensions({ needs: ['email', 'certificationRequestId'] })
  email(@Root() contact: Contact, @Ctx() context: Context): string | null {
    return shown(contact, context).email;
  }
}
