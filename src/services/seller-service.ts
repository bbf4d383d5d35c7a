import { LRUCache } from 'lru-cache';
import type { Actor } from '../domain/actor.js';
import type { FileFacts } from '../domain/certification-facts.js';
import { type Problem, problem, Refusal } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { type Soon, soon } from '../domain/soon.js';
import { requiredText } from '../domain/text.js';
import { type Day, Role, SellerStatus } from '../domain/words.js';
import { typeOfId } from '../entities/node.js';
import { Seller } from '../entities/seller.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { Identity } from '../platform/tokens.js';
import type { Command } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import type { FileIntake, IncomingFile } from './file-intake.js';
import { referenceObject } from './stored-objects.js';
import { refuseIf } from './typed-input.js';

export interface CompanyInput {
  readonly registrationNumber: string;
  readonly name: string;
  readonly introduction: string;
  readonly businessTermStart: Day;
  readonly businessTermEnd?: Day | null;
}

const licenseRule = {
  maxBytes: limits.businessLicenseBytes,
  acceptedTypes: ['application/pdf', 'image/png', 'image/jpeg'],
  path: ['businessLicense'],
};

interface Account {
  readonly id: string;
  readonly accountSubject: string;
}

/** People whose seller account, or that they have none, is kept at hand. */
const mostKnown = 10_000;

/** Keeps seller accounts, and tells which one a person works for. */
export class SellerService {
  /** Seller id and main account by what a token names; neither ever changes, and only finds are kept. */
  private readonly known = new LRUCache<string, Account>({ max: mostKnown });
  /** People who are not of the trade by their token, and had no seller account, and until when that is believed. */
  private readonly outsiders = new LRUCache<string, number>({ max: mostKnown });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly intake: FileIntake,
  ) {}

  /**
   * The person that a token names, with its seller account: the one in the token, or the one whose main account it is (R3), which a reviewer
   * may have without being a seller by role: so R6 is not got round by leaving the seller out of the token.
   */
  actorOf({ subject, name, email, roles, scopes, seller }: Identity): Soon<Actor> {
    const trades = seller !== null || roles.includes(Role.SELLER);
    const named = seller ?? subject;
    const looks = trades || !this.isOutsider(subject);
    const account = looks ? (this.known.get(named) ?? this.findAccount(named)) : null;
    return soon(account, (found) => {
      if (looks && !trades && !found) this.outsiders.set(subject, this.time + limits.reverifyMs);
      return { subject, name, email, roles, scopes, sellerId: found?.id ?? null, main: found?.accountSubject === subject };
    });
  }

  private isOutsider(subject: string): boolean {
    const until = this.outsiders.get(subject);
    return until !== undefined && this.time < until;
  }

  private get time(): number {
    return Date.parse(this.clock.now());
  }

  private async findAccount(named: string): Promise<Account | null> {
    const found = await this.unitOfWork.committed.oneBy(Seller, typeOfId(named) === 'Seller' ? 'id' : 'accountSubject', named);
    if (!found) return null;
    const account = { id: found.id, accountSubject: found.accountSubject };
    this.known.set(named, account);
    return account;
  }

  /** Registers a seller account. Refuses: TAKEN, and what is wrong with the company. */
  async register(
    command: Command,
    input: { accountSubject: string; company: CompanyInput; businessLicense?: IncomingFile | null },
  ): Promise<{ sellerId: string }> {
    const problems: Problem[] = [];
    const subjectRule = { field: 'accountSubject', max: limits.subjectLength };
    const accountSubject = requiredText(input.accountSubject, subjectRule, ['accountSubject'], problems);
    const company = companyColumns(input.company, problems);
    refuseIf(problems);
    return this.withLicense(input.businessLicense, (license) =>
      this.unitOfWork.run(command, async (tx) => {
        if (await tx.manager.existsBy(Seller, { accountSubject })) throw new Refusal(problem('accountTaken', {}, ['accountSubject']));
        const id = newId('Seller');
        tx.changes(id);
        await tx.manager.insert(Seller, {
          ...company,
          id,
          accountSubject,
          status: SellerStatus.REGISTERED,
          businessLicense: license,
          createdAt: tx.now,
          updatedAt: tx.now,
        });
        if (license) await referenceObject(tx, license, id);
        return { sellerId: id };
      }),
    );
  }

  /** Changes company, status or business license; requests in review keep what was frozen (R8). */
  async update(
    command: Command,
    input: { id: string; company?: CompanyInput | null; status?: SellerStatus | null; businessLicense?: IncomingFile | null },
  ): Promise<{ sellerId: string }> {
    const problems: Problem[] = [];
    const company = input.company ? companyColumns(input.company, problems) : {};
    refuseIf(problems);
    return this.withLicense(input.businessLicense, (license) =>
      this.unitOfWork.run(command, async (tx) => {
        const seller = await tx.lock(Seller, input.id);
        if (!seller) throw new Refusal(problem('notFound', { field: 'seller' }, ['id']));
        tx.changes(seller.id);
        await tx.manager.update(Seller, seller.id, {
          ...company,
          ...(input.status && { status: input.status }),
          ...(license && { businessLicense: license }),
          updatedAt: tx.now,
        });
        if (license) await referenceObject(tx, license, seller.id);
        return { sellerId: seller.id };
      }),
    );
  }

  private withLicense<R>(file: IncomingFile | null | undefined, use: (license: FileFacts | null) => Promise<R>): Promise<R> {
    return file ? this.intake.receiveScanned(file, licenseRule, ({ facts }) => use(facts)) : use(null);
  }
}

function companyColumns(
  company: CompanyInput,
  problems: Problem[],
): Pick<Seller, 'registrationNumber' | 'companyName' | 'introduction' | 'businessTermStart' | 'businessTermEnd'> {
  const text = (field: 'registrationNumber' | 'name' | 'introduction', max: number) =>
    requiredText(company[field], { field: `company.${field}`, max, multiline: field === 'introduction' }, ['company', field], problems);
  const { businessTermStart, businessTermEnd = null } = company;
  if (businessTermEnd !== null && businessTermEnd <= businessTermStart) {
    problems.push(problem('dateOrder', {}, ['company', 'businessTermEnd']));
  }
  return {
    registrationNumber: text('registrationNumber', limits.registrationNumberLength),
    companyName: text('name', limits.companyNameLength),
    introduction: text('introduction', limits.introductionLength),
    businessTermStart,
    businessTermEnd,
  };
}
