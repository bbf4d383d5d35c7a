import type { UserErrorCode } from './error-codes.js';
import { labels } from './labels.js';
import type { Language } from './words.js';

/** Values of a message; `field`, `status`, `action` and `phase` are keys of labels and shown in the reader's language. */
export type MessageParams = Readonly<Record<string, string | number>>;

interface Message {
  readonly code: UserErrorCode;
  readonly en: string;
  readonly zh: string;
}
const message = (code: UserErrorCode, en: string, zh: string): Message => ({ code, en, zh });

/** Every sentence that a refusal or check can say, in English and Chinese (R39). */
export const messages = {
  notFound: message('NOT_FOUND', 'There is no {field} with this id.', '没有此编号的{field}。'),
  forbidden: message(
    'FORBIDDEN',
    'Your role or scopes do not include this; it needs {needs}.',
    '您的角色或权限范围不包含此操作；需要：{needs}。',
  ),
  releaseScope: message(
    'RELEASE_PERMISSION_REQUIRED',
    'Your account may not release products; ask the main account for the scope release:write.',
    '您的账号没有发布商品的权限；请向主账号申请 release:write 权限。',
  ),
  required: message('REQUIRED', 'Enter the {field}.', '请填写{field}。'),
  tooLong: message(
    'TOO_LONG',
    'Shorten the {field}: it has {length} characters, {max} are allowed.',
    '请缩短{field}：现有 {length} 个字符，最多 {max} 个。',
  ),
  tooMany: message('TOO_MANY', 'Give at most {max} {field}; there are {count}.', '{field}最多 {max} 个，现有 {count} 个。'),
  controlCharacter: message(
    'INVALID',
    'Remove the invisible character {codePoint} from the {field}.',
    '请删除{field}中的不可见字符 {codePoint}。',
  ),
  brokenText: message('INVALID', 'The {field} holds a broken character; type it again.', '{field}包含损坏的字符，请重新输入。'),
  phoneInvalid: message(
    'INVALID',
    'The {field} is not a real mobile number; write it with its country code, for example +86 138 0013 8000.',
    '{field}不是有效的手机号码；请带国家码填写，例如 +86 138 0013 8000。',
  ),
  emailInvalid: message(
    'INVALID',
    'The {field} is not an e-mail address; write it like name@example.com.',
    '{field}不是有效的邮箱地址；请按 name@example.com 的形式填写。',
  ),
  versionInvalid: message('INVALID', 'Write the {field} like V1.0.', '{field}请按 V1.0 的形式填写。'),
  nameHoldsPrice: message('INVALID', 'Take the price out of the {field}.', '{field}中不能包含价格。'),
  nameHoldsVersion: message(
    'INVALID',
    'Take the version number out of the {field}; it has a field of its own.',
    '{field}中不能包含版本号；请填写在版本字段中。',
  ),
  nameHoldsPhone: message('INVALID', 'Take the telephone number out of the {field}.', '{field}中不能包含电话号码。'),
  nameHoldsHuawei: message('INVALID', 'Take “Huawei Cloud” out of the {field}.', '{field}中不能包含“华为云”。'),
  dateOrder: message('INVALID', 'The business term must end after it starts.', '营业期限的结束日期必须晚于开始日期。'),
  pathUnknown: message('INVALID', 'The path {value} names no field of a request.', '路径 {value} 不是申请中的字段。'),
  codeInvalid: message(
    'INVALID',
    'Write the {field} in capital letters, digits and underscores, for example QUOTATION.',
    '{field}请使用大写字母、数字和下划线，例如 QUOTATION。',
  ),
  choiceInvalid: message('INVALID', 'Give exactly one of {choices}.', '请在 {choices} 中只提供一个。'),
  numberRange: message('INVALID', 'The {field} must lie between {min} and {max}.', '{field}必须在 {min} 到 {max} 之间。'),
  listEmpty: message('REQUIRED', 'Give at least one of: {field}.', '请至少提供一项：{field}。'),
  dateOutsideYear: message(
    'INVALID',
    '{value} does not lie in {year}; import it with the calendar of its own year.',
    '{value} 不在 {year} 年内；请在其所属年份的日历中导入。',
  ),
  dateTwice: message('INVALID', '{value} is in the list twice; name it once.', '{value} 在列表中重复；请只保留一个。'),
  dateOffAndWorked: message(
    'INVALID',
    '{value} is a holiday and a make-up working day; take it out of one of the lists.',
    '{value} 既是节假日又是调休上班日；请从其中一个列表中删除。',
  ),
  dateOnWeekday: message(
    'INVALID',
    '{value} is no Saturday or Sunday, so it is a working day as it is; take it out.',
    '{value} 不是周六或周日，本来就是工作日；请删除。',
  ),
  notFailed: message(
    'INVALID_STATE',
    'Only a message that failed for good is sent again; this one has not.',
    '只有最终失败的消息才能重新发送；此消息并未失败。',
  ),
  urlHoldsPassword: message(
    'INVALID',
    'Take user name and password out of the address; check the signature of what arrives instead.',
    '请从地址中去掉用户名和密码；请改为校验收到内容的签名。',
  ),
  urlNotHttps: message('INVALID', 'Write the address with https://.', '地址必须以 https:// 开头。'),
  urlPrivate: message(
    'INVALID',
    'The address leads into a private network; give one that the public internet reaches.',
    '地址指向内部网络；请提供公网可访问的地址。',
  ),
  cursorInvalid: message('INVALID', 'This is not the cursor of an event; take it from an event.', '这不是事件的游标；请使用事件中的游标。'),
  emailUnverified: message(
    'INVALID',
    'Your access token names no verified e-mail address to send digests to.',
    '您的访问令牌中没有已验证的邮箱，无法发送摘要。',
  ),
  uploadIncomplete: message(
    'INVALID_STATE',
    'The upload is not complete: {received} of {total} bytes have arrived. Resume it, then attach it.',
    '上传尚未完成：已收到 {received} 字节，共 {total} 字节。请续传完成后再提交。',
  ),
  mediaTypeInvalid: message(
    'INVALID',
    '{value} is not a media type that can be checked; use one of {choices}.',
    '{value} 不是可检查的文件类型；请使用：{choices}。',
  ),
  duplicateProduct: message(
    'TAKEN',
    'A supporting product has the same name as the product or as another one: {value}.',
    '配套商品与主商品或其他配套商品重名：{value}。',
  ),
  accountTaken: message('TAKEN', 'A seller is already registered for this account.', '此账号已注册为商家。'),
  state: message(
    'INVALID_STATE',
    'It is {status}; this step needs it to be {expected}.',
    '当前状态为“{status}”；此操作需要其为“{expected}”。',
  ),
  phaseOver: message('INVALID_STATE', 'The request is not in the {phase} phase.', '申请当前不在{phase}阶段。'),
  notClaimed: message('INVALID_STATE', 'You have not claimed this review.', '您没有领取此审核。'),
  noFindings: message('INVALID_STATE', 'There is no finding to answer.', '没有需要回复的问题。'),
  findingNotOpen: message('INVALID_STATE', 'This finding is resolved and takes no more answers.', '此问题已解决，无需再回复。'),
  versionMoved: message(
    'CONFLICT',
    'It has changed since you read it: it is at version {actual}, you expected {expected}. Read it again.',
    '内容在您读取之后已变更：当前版本 {actual}，您的版本 {expected}。请重新读取。',
  ),
  raceLost: message(
    'CONFLICT',
    'Somebody else changed this at the same moment. Read it again and repeat.',
    '其他人同时修改了此内容。请重新读取后再试。',
  ),
  digestMoved: message(
    'CONFLICT',
    'The digest is not that of the current submission. Read the current submission and decide on that.',
    '摘要与当前提交不一致。请阅读当前提交后再作决定。',
  ),
  sellerMissing: message('SELLER_NOT_REGISTERED', 'Register as a KooGallery seller first.', '请先注册成为云商店商家。'),
  sellerSuspended: message(
    'SELLER_NOT_REGISTERED',
    'Your seller account must not be suspended; contact the platform.',
    '您的商家账号不能处于停用状态；请联系平台。',
  ),
  programRequired: message(
    'PROGRAM_AGREEMENT_REQUIRED',
    'Read and sign the Joint Partner Program agreement first.',
    '请先阅读并签署联营伙伴计划协议。',
  ),
  programOutdated: message(
    'AGREEMENT_OUTDATED',
    'Read and sign the current version of the Joint Partner Program agreement.',
    '请阅读并签署当前版本的联营伙伴计划协议。',
  ),
  agreementOutdated: message(
    'AGREEMENT_OUTDATED',
    '“{title}”, version {version}, is no longer the current version; read version {current}.',
    '《{title}》第 {version} 版已不是当前版本；请阅读第 {current} 版。',
  ),
  agreementNotYet: message('INVALID', '“{title}”, version {version}, is not in force yet.', '《{title}》第 {version} 版尚未生效。'),
  agreementNotProgram: message(
    'INVALID',
    'Only the Joint Partner Program agreement is signed here; the commitments are accepted with each submit.',
    '此处只签署联营伙伴计划协议；承诺在每次提交时接受。',
  ),
  agreementNotCommitment: message(
    'INVALID',
    'This agreement is not one of the two commitments of a submit.',
    '此协议不是提交时的两项承诺之一。',
  ),
  commitmentRequired: message('COMMITMENT_REQUIRED', 'Accept the current “{title}”.', '请接受当前的《{title}》。'),
  commitmentUnpublished: message(
    'COMMITMENT_REQUIRED',
    'The platform has not published the agreement {title} yet.',
    '平台尚未发布协议 {title}。',
  ),
  deliveryMethodMismatch: message(
    'DELIVERY_METHOD_MISMATCH',
    'The delivery method must be the one in the quotation: the request says {actual}, the quotation {quoted}.',
    '交付方式必须与报价单一致：申请为 {actual}，报价单为 {quoted}。',
  ),
  quotationMismatch: message(
    'QUOTATION_MISMATCH',
    'The product name must be the one in the quotation: the request says “{actual}”, the quotation “{quoted}”.',
    '商品名称必须与报价单一致：申请为“{actual}”，报价单为“{quoted}”。',
  ),
  contactIncomplete: message('CONTACT_INCOMPLETE', 'Enter the {field}.', '请填写{field}。'),
  materialMissing: message('MATERIAL_MISSING', 'Upload the material “{template}”.', '请上传材料“{template}”。'),
  materialScanning: message('MATERIAL_MISSING', 'Wait until “{template}” has been scanned.', '请等待“{template}”扫描完成。'),
  materialRejected: message(
    'MATERIAL_REJECTED',
    'Upload a clean file for “{template}”; the present one was quarantined.',
    '请为“{template}”重新上传安全的文件；当前文件已被隔离。',
  ),
  materialOutdated: message(
    'INVALID',
    '“{template}” was filled in on version {version} of its template; version {current} is the current one.',
    '“{template}”使用的是第 {version} 版模板；当前为第 {current} 版。',
  ),
  businessTermEnds: message('INVALID', "The company's business term ends on {date}.", '公司的营业期限将于 {date} 到期。'),
  findingUnanswered: message('FINDING_UNANSWERED', 'Answer the finding: {message}', '请回复问题：{message}'),
  reasonRequired: message('REQUIRED', 'Give a reason or a finding for this decision.', '请为此决定填写原因或问题。'),
  blockerOpen: message(
    'INVALID',
    'A phase with an open blocking finding cannot be approved; request changes instead.',
    '存在未解决的阻断性问题时不能通过；请要求修改。',
  ),
  claimedByOther: message(
    'REVIEW_CLAIMED_BY_OTHER',
    'Another reviewer holds this review until {until}.',
    '另一位审核人已领取此审核，有效期至 {until}。',
  ),
  conflictOfInterest: message(
    'CONFLICT_OF_INTEREST',
    'You are a contact of this request or belong to its company; leave the review to somebody else.',
    '您是此申请的联系人或属于该公司；请由其他人审核。',
  ),
  notCertified: message(
    'NOT_CERTIFIED',
    'The request {number} is not certified; choose one from certifiedProducts.',
    '申请 {number} 尚未通过认证；请从 certifiedProducts 中选择。',
  ),
  entityMismatch: message(
    'ENTITY_MISMATCH',
    'The company that releases must be the one that was certified: its registration number ends in {certified}, yours in {releasing}.',
    '发布商品的公司必须与通过认证的公司一致：认证公司的统一社会信用代码尾号为 {certified}，您的为 {releasing}。',
  ),
  changePending: message(
    'CHANGE_PENDING',
    'Another change of this product is under way: {number}. Finish, withdraw or discard it first.',
    '此商品已有进行中的变更：{number}。请先完成、撤回或废弃该变更。',
  ),
  releasedByOther: message(
    'TAKEN',
    'Another seller account of your company has released this product; change it from there.',
    '贵公司的另一个商家账号已发布此商品；请使用该账号变更。',
  ),
  releasingSellerSuspended: message(
    'SELLER_NOT_REGISTERED',
    'The seller account of this product is suspended; reject the release, or approve it once the account is registered again.',
    '此商品的商家账号已停用；请驳回发布申请，或在账号恢复后再批准。',
  ),
  certifiedNameMismatch: message(
    'INVALID',
    'The product name must be the certified one: it says “{actual}”, “{certified}” was certified.',
    '商品名称必须与认证时一致：当前为“{actual}”，认证名称为“{certified}”。',
  ),
  certifiedMethodMismatch: message(
    'DELIVERY_METHOD_MISMATCH',
    'Give exactly the details of the certified delivery method, {certified}; these are of: {actual}.',
    '请只提供认证的交付方式 {certified} 的信息；当前提供的是：{actual}。',
  ),
  supervisionFixed: message(
    'INVALID',
    'Service supervision cannot change once the product is released.',
    '商品发布后不能更改服务监管设置。',
  ),
  logoSize: message(
    'FILE_CONTENT_MISMATCH',
    'The logo must be square, {min}×{min} pixels at least; this one is {width}×{height}.',
    '商品 Logo 必须为正方形，且不小于 {min}×{min} 像素；当前为 {width}×{height}。',
  ),
  urlInvalid: message(
    'INVALID',
    'Write the {field} as an address with https:// in front, without spaces, user name or password.',
    '{field}请填写以 https:// 开头的网址，不含空格、用户名或密码。',
  ),
  supportPhoneInvalid: message(
    'INVALID',
    'The {field} is not a real telephone number; write it with its country code, for example +86 755 2878 0808.',
    '{field}不是有效的电话号码；请带国家码填写，例如 +86 755 2878 0808。',
  ),
  fileTooLarge: message('FILE_TOO_LARGE', 'The file is larger than {max}.', '文件超过 {max}。'),
  fileTypeNotAllowed: message(
    'FILE_TYPE_NOT_ALLOWED',
    'The content of the file is {found}; upload one of: {choices}.',
    '文件内容为 {found}；请上传以下类型之一：{choices}。',
  ),
  fileContentMismatch: message(
    'FILE_CONTENT_MISMATCH',
    'The name of the file ends in {extension}, but its content is {found}.',
    '文件扩展名为 {extension}，但内容为 {found}。',
  ),
  fileEmpty: message('FILE_EMPTY', 'The file is empty; choose it again.', '文件为空；请重新选择。'),
  fileDamaged: message(
    'FILE_CONTENT_MISMATCH',
    'The file is damaged or was cut off; open it in its program, save it again and upload that.',
    '文件已损坏或不完整；请用相应软件打开并重新保存后上传。',
  ),
  fileEncrypted: message(
    'FILE_TYPE_NOT_ALLOWED',
    'The file has a password or is of an old Office kind; save it without a password, as .docx, .xlsx or PDF.',
    '文件已加密或为旧的 Office 格式；请另存为不加密的 .docx、.xlsx 或 PDF。',
  ),
  fileMacros: message(
    'FILE_TYPE_NOT_ALLOWED',
    'The document holds macros; save it without them, as .docx, .xlsx or .pptx.',
    '文档包含宏；请另存为不含宏的 .docx、.xlsx 或 .pptx。',
  ),
  fileActive: message(
    'FILE_TYPE_NOT_ALLOWED',
    'The file holds something that runs or carries other files ({what}); remove it and upload the file again.',
    '文件包含可执行或内嵌的内容（{what}）；请删除后重新上传。',
  ),
  fileUnpacksTooLarge: message(
    'FILE_TOO_LARGE',
    'The file unpacks to more than {max}; upload a smaller one.',
    '文件解压后超过 {max}；请上传更小的文件。',
  ),
  fileInfected: message(
    'FILE_INFECTED',
    'The scanner found malware in the file; clean your computer and upload a clean file.',
    '扫描发现文件含有恶意软件；请清除后上传安全的文件。',
  ),
  fileNameInvalid: message('INVALID', 'The name of the file is not usable; rename it.', '文件名不可用；请重新命名。'),
  quotationUnreadable: message('FILE_CONTENT_MISMATCH', '{en}', '{zh}'),
} as const satisfies Record<string, Message>;
export type MessageKey = keyof typeof messages;

const labelled = new Set(['field', 'status', 'expected', 'phase', 'needs']);

/** The sentence of a message in a language; an unknown label is shown as it stands. */
export function say(key: MessageKey, params: MessageParams = {}, language: Language = 'en'): string {
  return messages[key][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    return labelled.has(name) ? label(String(value), language) : String(value);
  });
}

/** The words for a field, status or role; a list joined by commas is translated item by item. */
export function label(key: string, language: Language): string {
  const known = labels[key as keyof typeof labels];
  if (known) return known[language === 'en' ? 0 : 1];
  return key.includes(',')
    ? key
        .split(',')
        .map((k) => label(k, language))
        .join(language === 'en' ? ' or ' : '或')
    : key;
}
