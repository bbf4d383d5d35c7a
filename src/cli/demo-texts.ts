import { BillingMode, DeliveryMethod } from '../domain/words.js';

/** The two companies of the demo. */
export const demoCompanies = [
  {
    accountSubject: 'demo-seller-yunfan',
    registrationNumber: '91440300MA5EXAMPL1',
    name: 'Shenzhen Yunfan Software Co., Ltd. (深圳云帆软件有限公司)',
    introduction: 'Builds data tools for factories since 2015. 自 2015 年起为制造企业提供数据工具。',
    businessTermStart: '2015-03-18',
    businessTermEnd: null,
  },
  {
    accountSubject: 'demo-seller-qingtian',
    registrationNumber: '91310115MA1EXAMPL2',
    name: 'Shanghai Qingtian Information Technology Co., Ltd. (上海晴天信息技术有限公司)',
    introduction: 'Advises retailers on moving to the cloud. 为零售企业提供上云咨询。',
    businessTermStart: '2019-07-01',
    businessTermEnd: '2039-06-30',
  },
] as const;

export const demoContact = { name: '李雷', mobile: '13800138000', email: 'li.lei@yunfan.example' };
export const demoHuaweiContact = { name: 'Han Meimei', mobile: '+86 139 1234 5678', email: 'han.meimei@huawei.example' };

/** How far a demo request has come. */
export type DemoState = 'draft' | 'qualification' | 'product' | 'changes' | 'certified' | 'released' | 'rejected';

/** A product of the demo. */
export interface DemoProduct {
  readonly state: DemoState;
  readonly name: string;
  readonly version: string;
  readonly deliveryMethod: DeliveryMethod;
  readonly category: string;
  readonly introduction: string;
}

export const demoProducts: readonly DemoProduct[] = [
  {
    state: 'released',
    name: 'Yunfan Shift Planner',
    version: 'V2.3',
    deliveryMethod: DeliveryMethod.SAAS,
    category: 'Industrial software',
    introduction: 'Plans who works when, in every plant. 为每家工厂排班。',
  },
  {
    state: 'certified',
    name: '云帆产线看板',
    version: 'V3.2',
    deliveryMethod: DeliveryMethod.SAAS,
    category: 'Industrial software',
    introduction: 'Shows the state of every production line on one page. 一页呈现全部产线状态。',
  },
  {
    state: 'rejected',
    name: 'Yunfan Price Tracker',
    version: 'V1.0',
    deliveryMethod: DeliveryMethod.SAAS,
    category: 'Data analysis',
    introduction: 'Collects the prices of raw materials every hour.',
  },
  {
    state: 'changes',
    name: '云帆质检助手',
    version: 'V2.1',
    deliveryMethod: DeliveryMethod.IMAGE,
    category: 'Artificial intelligence',
    introduction: 'Finds scratches and dents in pictures of parts. 在零件图片中识别划痕与凹陷。',
  },
  {
    state: 'product',
    name: 'Yunfan Energy Monitor',
    version: 'V1.4',
    deliveryMethod: DeliveryMethod.LICENSE,
    category: 'Industrial software',
    introduction: 'Measures what every machine consumes.',
  },
  {
    state: 'qualification',
    name: '云帆仓储管家',
    version: 'V5.0',
    deliveryMethod: DeliveryMethod.SAAS,
    category: 'Enterprise applications',
    introduction: 'Tells where every pallet is. 随时掌握每个托盘的位置。',
  },
  {
    state: 'draft',
    name: 'Yunfan Factory Rollout',
    version: 'V1.0',
    deliveryMethod: DeliveryMethod.PROFESSIONAL_SERVICE,
    category: 'Professional services',
    introduction: 'Brings our tools into a factory within six weeks.',
  },
];

/** What the demo's seller tells of a product that it releases. */
export const demoInformation = {
  highlights: ['Runs in the browser 无需安装', 'Set up in a day 一天上线'],
  description: 'Ask us for a trial: two weeks, with your own data. 欢迎申请两周试用。',
  supportEmail: 'support@yunfan.example',
  supportPhone: '0755-28780808',
  details: {
    saas: { productionApiUrl: 'https://api.yunfan.example/koogallery', serviceSupervision: true, billingMode: BillingMode.YEARLY },
  },
} as const;
