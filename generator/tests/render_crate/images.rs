//! An API made by hand that has one of everything that operations can have.
//! Long because a model has no short form: it is data.

use generator::model::{
    Additional, Api, ApiKeyPlace, Constraints, Content, ErrorDetails, Field, FieldRole, Header,
    IntegerKind, Location, Media, Operation, Outcome, Parameter, PathPart, PathTemplate, Rejection,
    RejectionKind, Reply, RequestBody, Requirement, SchemeKind, SecurityScheme, Server,
    ServerVariable, Shape, SignatureAlgorithm, SignatureRegion, Status, Struct, Style, Tag, Text,
    Type, TypeDef, TypeId, TypeKind, Types, Use,
};
use serde_json::json;

const TEXT: Type = Type::Text(Text::String);
const INTEGER: Type = Type::Integer(IntegerKind::I64);

/// The API.
pub(crate) fn api() -> Api {
    let mut types = Types::default();
    let name = Use {
        ty: TEXT,
        constraints: Constraints {
            min_length: Some(1),
            max_length: Some(128),
            pattern: Some("^[a-z]".to_owned()),
            ..Constraints::default()
        },
    };
    let mut named = |ident: &str, validated: bool, fields: Vec<Field>| {
        types.push(TypeDef {
            ident: ident.to_owned(),
            schema: Some(ident.to_owned()),
            pointer: format!("/components/schemas/{ident}"),
            title: None,
            description: Some(format!("A {ident}.")),
            deprecated: false,
            example: None,
            has_default: fields.iter().all(|field| !field.required),
            kind: TypeKind::Struct(Struct {
                fields,
                additional: Additional::Ignored,
                constraints: Constraints::default(),
            }),
            rules: None,
            validated,
            has_float: false,
        })
    };
    let request = named(
        "CopyRequest",
        true,
        vec![
            field("name", name, true),
            field("description", Use::plain(TEXT), false),
        ],
    );
    let accepted = named(
        "Accepted",
        false,
        vec![field("job_id", Use::plain(TEXT), true)],
    );
    let error = named(
        "Problem",
        false,
        vec![
            field("code", Use::plain(TEXT), true),
            field("message", Use::plain(TEXT), true),
        ],
    );
    // The names of types that emitted code could mistake for its own.
    let image = named("Client", false, vec![field("id", Use::plain(TEXT), true)]);
    let filter = named(
        "Filter",
        false,
        vec![
            field("owner", Use::plain(TEXT), false),
            field("size", Use::plain(INTEGER), false),
        ],
    );
    let operations = operations(&Ids {
        request,
        accepted,
        error,
        image,
        filter,
    });
    Api {
        name: "cloud-images".to_owned(),
        title: "Cloud \"images\" `*`".to_owned(),
        version: "v2".to_owned(),
        description: Some("Images of machines.\n\n    not code\n\n* <b>bold</b> [x]".to_owned()),
        servers: vec![
            server("https://ims.{region}.example.com/api", &["region"]),
            server(
                "https://{zone}.ims.{region}.example.com",
                &["zone", "region"],
            ),
            server("/relative", &[]),
        ],
        tags: vec![Tag {
            name: "images".to_owned(),
            description: None,
        }],
        schemes: vec![
            SecurityScheme {
                name: "AK/SK".to_owned(),
                ident: "access_key".to_owned(),
                client_credentials: None,
                description: None,
                kind: SchemeKind::Signature {
                    algorithm: SignatureAlgorithm::JdCloud2,
                    service: "ims".to_owned(),
                    region: SignatureRegion::Named {
                        ident: "region_id".to_owned(),
                        name: "region".to_owned(),
                        default: String::new(),
                    },
                },
            },
            SecurityScheme {
                name: "token".to_owned(),
                ident: "auth_token".to_owned(),
                client_credentials: None,
                description: Some("A token.".to_owned()),
                kind: SchemeKind::ApiKey {
                    place: ApiKeyPlace::Header,
                    name: "X-Auth-Token".to_owned(),
                },
            },
        ],
        types,
        operations,
        error_details: ErrorDetails {
            code: vec!["/code".to_owned()],
            message: vec!["/message".to_owned()],
            request_id_headers: vec!["x-request-id".to_owned()],
            ..ErrorDetails::default()
        },
        rejections: vec![Rejection {
            kind: RejectionKind::Invalid,
            status: 400,
            headers: Vec::new(),
            body: json!({"code": "Invalid", "message": "{message}"}),
        }],
        ..Api::default()
    }
}

struct Ids {
    request: TypeId,
    accepted: TypeId,
    error: TypeId,
    image: TypeId,
    filter: TypeId,
}

fn operations(ids: &Ids) -> Vec<Operation> {
    let error = |status, ident: &str| reply(status, ident, Some(json_content(ids.error)));
    let image_id = || parameter("image_id", Location::Path, true, Use::plain(TEXT));
    let copy = Operation {
        body: Some(body(true, vec![json_content(ids.request)])),
        parameters: vec![
            image_id(),
            parameter("dry_run", Location::Query, false, Use::plain(Type::Bool)),
            parameter("X-Trace", Location::Header, false, Use::plain(TEXT)),
        ],
        success: outcome(
            "CopyImageResponse",
            vec![reply(
                Status::Code(202),
                "Accepted",
                Some(json_content(ids.accepted)),
            )],
        ),
        failure: outcome(
            "CopyImageError",
            vec![
                error(Status::Code(400), "BadRequest"),
                Reply {
                    headers: vec![header("Retry-After", "retry_after", true, INTEGER)],
                    ..error(Status::Code(429), "TooManyRequests")
                },
                error(Status::Class(4), "ClientError"),
                error(Status::Default, "Other"),
            ],
        ),
        security: vec![
            vec![Requirement {
                scheme: 0,
                scopes: Vec::new(),
            }],
            vec![Requirement {
                scheme: 1,
                scopes: Vec::new(),
            }],
        ],
        summary: Some("Copies an image.".to_owned()),
        ..operation(
            "copyImage",
            "copy_image",
            "CopyImage",
            "POST",
            "/v1/images/{image_id}:copy",
        )
    };
    let list = Operation {
        parameters: vec![
            parameter(
                "limit",
                Location::Query,
                false,
                Use {
                    ty: INTEGER,
                    constraints: Constraints {
                        minimum: Some(1.into()),
                        maximum: Some(100.into()),
                        ..Constraints::default()
                    },
                },
            ),
            Parameter {
                explode: false,
                shape: Shape::Array,
                ..parameter(
                    "ids",
                    Location::Query,
                    false,
                    Use::plain(Type::Array(Box::new(Use::plain(TEXT)))),
                )
            },
            Parameter {
                style: Style::DeepObject,
                shape: Shape::Object,
                ..parameter(
                    "filter",
                    Location::Query,
                    false,
                    Use::plain(Type::Named(ids.filter)),
                )
            },
            parameter("session", Location::Cookie, false, Use::plain(TEXT)),
        ],
        success: outcome(
            "ListImagesResponse",
            vec![Reply {
                headers: vec![
                    header("X-Total", "x_total", true, INTEGER),
                    header("X-Next", "x_next", false, TEXT),
                ],
                payload: Some(Content {
                    value: Use::plain(Type::Array(Box::new(Use::plain(Type::Named(ids.image))))),
                    ..json_content(ids.image)
                }),
                ..reply(Status::Code(200), "Ok", None)
            }],
        ),
        failure: outcome(
            "ListImagesError",
            vec![reply(Status::Code(404), "NotFound", None)],
        ),
        ..operation(
            "listImages",
            "list_images",
            "ListImages",
            "GET",
            "/v1/images",
        )
    };
    let upload = Operation {
        parameters: vec![image_id()],
        body: Some(body(
            true,
            vec![content(
                "application/octet-stream",
                "Bytes",
                Media::Bytes,
                Type::Bytes,
            )],
        )),
        success: outcome(
            "UploadImageResponse",
            vec![
                reply(
                    Status::Code(201),
                    "Created",
                    Some(content("text/plain", "Text", Media::Text, TEXT)),
                ),
                Reply {
                    headers: vec![header("Location", "location", true, TEXT)],
                    ..reply(Status::Code(202), "Accepted", None)
                },
                reply(Status::Code(204), "NoContent", None),
                reply(Status::Class(2), "Success", None),
            ],
        ),
        failure: outcome(
            "UploadImageError",
            vec![reply(
                Status::Code(409),
                "Conflict",
                Some(content("text/plain", "Text", Media::Text, TEXT)),
            )],
        ),
        ..operation(
            "uploadImage",
            "upload_image",
            "UploadImage",
            "PUT",
            "/v1/images/{image_id}/data",
        )
    };
    let download = Operation {
        parameters: vec![image_id()],
        success: outcome(
            "DownloadImageResponse",
            vec![reply(
                Status::Code(200),
                "Ok",
                Some(content(
                    "application/octet-stream",
                    "Bytes",
                    Media::Bytes,
                    Type::Bytes,
                )),
            )],
        ),
        failure: outcome(
            "DownloadImageError",
            vec![
                error(Status::Code(404), "NotFoundJson"),
                reply(
                    Status::Code(404),
                    "NotFoundText",
                    Some(content("text/plain", "Text", Media::Text, TEXT)),
                ),
            ],
        ),
        ..operation(
            "downloadImage",
            "download_image",
            "DownloadImage",
            "GET",
            "/v1/images/{image_id}/data",
        )
    };
    let tag = Operation {
        parameters: vec![image_id()],
        body: Some(body(
            false,
            vec![
                json_content(ids.request),
                content(
                    "application/x-www-form-urlencoded",
                    "Form",
                    Media::Form,
                    Type::Named(ids.filter),
                ),
                content("text/plain", "Text", Media::Text, TEXT),
            ],
        )),
        success: outcome(
            "TagImageResponse",
            vec![reply(Status::Code(204), "NoContent", None)],
        ),
        failure: outcome("TagImageError", Vec::new()),
        ..operation(
            "tagImage",
            "tag_image",
            "TagImage",
            "POST",
            "/v1/images/{image_id}/tags",
        )
    };
    // Names that emitted code uses itself.
    let awkward = [
        "check",
        "target",
        "request",
        "incoming",
        "inputs",
        "reply",
        "parameters",
        "read",
        "value",
        "type",
    ];
    let required = awkward
        .iter()
        .map(|name| parameter(name, Location::Query, true, limited()));
    let optional = ["api", "input", "client", "connection"];
    let optional = optional
        .iter()
        .map(|name| parameter(name, Location::Query, false, limited()));
    let strange = Operation {
        parameters: required.chain(optional).collect(),
        body: Some(body(false, vec![json_content(ids.request)])),
        path: PathTemplate {
            text: "/?Action=Strange&Version=1".to_owned(),
            segments: vec![Vec::new()],
            query: vec![
                ("Action".to_owned(), "Strange".to_owned()),
                ("Version".to_owned(), "1".to_owned()),
            ],
        },
        success: outcome("ActResponse", Vec::new()),
        failure: outcome("ActError", Vec::new()),
        ..operation("act", "act", "Act", "POST", "/")
    };
    vec![copy, list, upload, download, tag, strange]
}

fn limited() -> Use {
    Use {
        ty: TEXT,
        constraints: Constraints {
            max_length: Some(3),
            ..Constraints::default()
        },
    }
}

fn operation(
    id: &str,
    method_ident: &str,
    type_ident: &str,
    method: &str,
    path: &str,
) -> Operation {
    Operation {
        id: id.to_owned(),
        method_ident: method_ident.to_owned(),
        type_ident: type_ident.to_owned(),
        const_ident: method_ident.to_uppercase(),
        method: method.to_owned(),
        path: PathTemplate {
            text: path.to_owned(),
            segments: path.split('/').skip(1).map(segment).collect(),
            query: Vec::new(),
        },
        pointer: String::new(),
        summary: None,
        description: None,
        external_docs: None,
        deprecated: false,
        tags: vec!["images".to_owned()],
        parameters: Vec::new(),
        body: None,
        success: outcome("", Vec::new()),
        failure: outcome("", Vec::new()),
        security: Vec::new(),
        servers: Vec::new(),
    }
}

/// The only parameter in a path is the first one of its operation.
fn segment(text: &str) -> Vec<PathPart> {
    match text.split_once('{') {
        Some((before, rest)) => {
            let after = rest.split_once('}').map_or("", |(_, after)| after);
            let literals = [before, after].map(|text| PathPart::Literal(text.to_owned()));
            let [before, after] = literals;
            let parts = [before, PathPart::Parameter(0), after];
            parts
                .into_iter()
                .filter(|part| *part != PathPart::Literal(String::new()))
                .collect()
        }
        None => vec![PathPart::Literal(text.to_owned())],
    }
}

fn parameter(name: &str, location: Location, required: bool, value: Use) -> Parameter {
    let ident = name.to_lowercase().replace('-', "_");
    Parameter {
        name: name.to_owned(),
        const_ident: ident.to_uppercase(),
        ident,
        location,
        required,
        deprecated: false,
        description: Some(format!("The {name}.")),
        style: match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::QueryString | Location::Cookie => Style::Form,
        },
        explode: matches!(location, Location::Query | Location::Cookie),
        allow_reserved: false,
        content: None,
        allow_empty: false,
        shape: Shape::Scalar,
        value,
        default: None,
        example: None,
    }
}

fn body(required: bool, contents: Vec<Content>) -> RequestBody {
    RequestBody {
        required,
        description: None,
        ident: "body".to_owned(),
        type_ident: "TagImageBody".to_owned(),
        contents,
    }
}

fn json_content(id: TypeId) -> Content {
    content("application/json", "Json", Media::Json, Type::Named(id))
}

fn content(media_type: &str, ident: &str, media: Media, ty: Type) -> Content {
    Content {
        media_type: media_type.to_owned(),
        ident: ident.to_owned(),
        media,
        value: Use::plain(ty),
        example: None,
        encoding: Vec::new(),
        form: None,
        items: None,
        xml: None,
    }
}

fn outcome(ident: &str, replies: Vec<Reply>) -> Outcome {
    Outcome {
        ident: ident.to_owned(),
        replies,
    }
}

fn reply(status: Status, ident: &str, payload: Option<Content>) -> Reply {
    Reply {
        status,
        ident: ident.to_owned(),
        description: Some(format!("It is {{{ident}}} \"%\".")),
        headers: Vec::new(),
        payload,
    }
}

fn header(name: &str, ident: &str, required: bool, ty: Type) -> Header {
    Header {
        name: name.to_owned(),
        ident: ident.to_owned(),
        const_ident: ident.to_uppercase(),
        required,
        description: None,
        explode: false,
        content: None,
        shape: Shape::Scalar,
        value: Use::plain(ty),
    }
}

fn field(name: &str, value: Use, required: bool) -> Field {
    Field {
        name: name.to_owned(),
        ident: name.to_owned(),
        setter: name.to_owned(),
        role: FieldRole::Member,
        value,
        required,
        read_only: false,
        write_only: false,
        demanded: None,
        tag: None,
        deprecated: false,
        description: None,
        default: None,
        example: None,
    }
}

fn server(url: &str, variables: &[&str]) -> Server {
    Server {
        url: url.to_owned(),
        ident: match (url.starts_with('/'), variables.len()) {
            (true, _) => "Relative".to_owned(),
            (false, 2) => "Zoned".to_owned(),
            (false, _) => "Main".to_owned(),
        },
        description: None,
        variables: variables
            .iter()
            .map(|name| ServerVariable {
                name: (*name).to_owned(),
                ident: (*name).to_owned(),
                default: Some(format!("{name}-1")),
                values: Vec::new(),
                description: None,
            })
            .collect(),
    }
}
