import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, Field, FieldResolver, ID, Info, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { problem, Refusal } from '../domain/errors.js';
import { DeliveryMethod } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Material } from '../entities/material.js';
import { MaterialTemplate } from '../entities/material-template.js';
import { currentTemplates } from '../entities/relations.js';
import { Url } from '../entities/scalars.js';
import { askedColumns, type Needs, others } from '../loaders/asked-columns.js';
import type { Command } from '../platform/transaction.js';
import { RemoveMaterialInput, UploadMaterialInput } from './certification-inputs.js';
import { By, type Context } from './context.js';
import { Payload, RequestPayload } from './payloads.js';
import { PublishMaterialTemplateInput } from './platform-inputs.js';
import { ActorView, FileInfo } from './views.js';

@ObjectType('MaterialRequirement', {
  description: 'A template of the delivery method, and what was uploaded for it.',
  simpleResolvers: true,
})
export class MaterialRequirementView {
  @Field(() => MaterialTemplate, { description: 'The template.' })
  template: MaterialTemplate;
  @Field(() => Boolean, { description: 'Whether a clean material is there.' })
  satisfied: boolean;
  @Field(() => Material, { nullable: true, description: 'The current material; null until it is uploaded.' })
  material: Material | null;
}

@ObjectType({ description: 'The new revision, and its request.' })
export class UploadMaterialPayload extends RequestPayload {
  @Field(() => Material, { nullable: true, description: 'The new revision.' })
  material?: Material | null;
}
@ObjectType({ description: 'What was taken away, and its request.' })
export class RemoveMaterialPayload extends RequestPayload {
  @Field(() => ID, { nullable: true, description: 'The id of the material.' })
  removedId?: string | null;
}
@ObjectType({ description: 'The published version.' })
export class PublishMaterialTemplatePayload extends Payload {
  @Field(() => MaterialTemplate, { nullable: true, description: 'The published version.' })
  materialTemplate?: MaterialTemplate | null;
}

@Resolver(() => Material)
export class MaterialResolver {
  @FieldResolver(() => MaterialTemplate, { description: 'The template that it fills in, in the version of the upload.' })
  @Extensions({ needs: ['templateId'] })
  template(@Root() { templateId }: Material, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.one(MaterialTemplate, templateId, askedColumns(info));
  }

  @FieldResolver(() => FileInfo, { description: 'The file.' })
  @Extensions({ needs: { name: ['fileName'], bytes: ['fileBytes'], [others]: ['file'] } satisfies Needs })
  file(@Root() { id, file, fileName, fileBytes }: Material): FileInfo {
    // The row's own: no copy for each of hundreds.
    const shown = (file ?? { name: fileName, bytes: fileBytes }) as FileInfo;
    shown.ownerId = id;
    return shown;
  }

  @FieldResolver(() => ActorView, { description: 'Who uploaded it.' })
  @Extensions({ needs: ['uploader'] })
  uploadedBy(@Root() { uploader }: Material): ActorView {
    return uploader;
  }

  @Mutation(() => UploadMaterialPayload, {
    description:
      'Uploads a file for a template, as a GraphQL multipart request or from a resumable upload (tus, at /uploads) that is complete; uploading again makes the next revision.',
  })
  async uploadMaterial(
    @Arg('input', () => UploadMaterialInput, { description: 'The file, and what it is for.' }) input: UploadMaterialInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<UploadMaterialPayload> {
    const { file, uploadId, ...of } = input;
    if ((file == null) === (uploadId == null)) throw new Refusal(problem('choiceInvalid', { choices: 'file, uploadId' }));
    const { requestId, materialId } = await services.materials.upload(command, { ...of, uploadId, file: await file });
    return {
      material: await reader.one(Material, materialId),
      certificationRequest: await reader.one(CertificationRequest, requestId),
      userErrors: [],
    };
  }

  @Mutation(() => RemoveMaterialPayload, { description: 'Takes a material away; its revisions stay on record.' })
  async removeMaterial(
    @Arg('input', () => RemoveMaterialInput, { description: 'Which.' }) input: RemoveMaterialInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<RemoveMaterialPayload> {
    const { requestId, materialId } = await services.materials.remove(command, input);
    return { removedId: materialId, certificationRequest: await reader.one(CertificationRequest, requestId), userErrors: [] };
  }
}

@Resolver(() => MaterialTemplate)
export class MaterialTemplateResolver {
  @Query(() => [MaterialTemplate], { description: 'The templates in force, by code; only those of a delivery method when it is given.' })
  async materialTemplates(
    @Arg('deliveryMethod', () => DeliveryMethod, { nullable: true, description: 'Only those for this.' })
    deliveryMethod: DeliveryMethod | null,
    @Ctx() { reader }: Context,
  ) {
    const templates = await reader.all(currentTemplates);
    return deliveryMethod ? templates.filter((template) => template.deliveryMethods.includes(deliveryMethod)) : templates;
  }

  @Query(() => Url, { description: 'Download All: an address that streams one zip of the templates, for 5 minutes.' })
  materialTemplateBundleUrl(
    @Arg('deliveryMethod', () => DeliveryMethod, { nullable: true, description: 'Only those for this.' })
    deliveryMethod: DeliveryMethod | null,
    @Ctx() { link }: Context,
  ): string {
    return link({ bundle: deliveryMethod ?? null });
  }

  @FieldResolver(() => FileInfo, { nullable: true, description: 'The empty form; null when there is nothing to fill in.' })
  @Extensions({ needs: ['id', 'file'] })
  file(@Root() { id, file }: MaterialTemplate): FileInfo | null {
    return file && { ...file, ownerId: id };
  }

  @Mutation(() => PublishMaterialTemplatePayload, {
    description: 'Publishes a template, or the next version of one. For platform administrators.',
  })
  async publishMaterialTemplate(
    @Arg('input', () => PublishMaterialTemplateInput, { description: 'The template.' }) input: PublishMaterialTemplateInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<PublishMaterialTemplatePayload> {
    const { templateId } = await services.templates.publish(command, { ...input, file: await input.file });
    return { materialTemplate: await reader.one(MaterialTemplate, templateId), userErrors: [] };
  }
}

@Resolver(() => FileInfo)
export class FileInfoResolver {
  @FieldResolver(() => Url, { description: 'An address that streams the file with GET, for 5 minutes; it is yours alone.' })
  @Extensions({ personal: true })
  downloadUrl(@Root() { name, contentType, bytes, sha256, ownerId }: FileInfo, @Ctx() { link }: Context): string {
    return link({ file: { name, contentType, bytes, sha256 }, ownerId });
  }
}
