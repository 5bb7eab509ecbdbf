//! One edit of a small document per kind, and what it must change in the generated crate.

use serde_json::{Value, json};

/// An edit: its name, what it does to [`document`], the release it asks for at both ends (client, server), and items that
/// must be among what changes, as `path release`.
pub(crate) struct Edit {
    pub(crate) name: &'static str,
    pub(crate) apply: fn(&mut Value),
    pub(crate) client: &'static str,
    pub(crate) server: &'static str,
    pub(crate) items: &'static [&'static str],
}

/// What is edited.
pub(crate) fn document() -> Value {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let body = |name: &str| json!({ "application/json": { "schema": reference(name) } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "security": [{ "key": [] }],
        "paths": {
            "/pets": {
                "get": {
                    "operationId": "listPets",
                    "parameters": [
                        { "name": "limit", "in": "query", "schema": { "type": "integer", "format": "int64", "default": 10 } },
                        { "name": "owner", "in": "query", "required": true, "schema": { "type": "string" } },
                        { "name": "X-Trace", "in": "header", "schema": { "type": "string" } },
                    ],
                    "responses": {
                        "200": { "description": "", "content": { "application/json": {
                            "schema": { "type": "array", "items": reference("Pet") } } } },
                        "400": { "description": "", "content": body("Problem") },
                    },
                },
                "post": {
                    "operationId": "addPet",
                    "requestBody": { "required": true, "content": body("NewPet") },
                    "responses": {
                        "201": { "description": "", "content": body("Pet") },
                        "400": { "description": "", "content": body("Problem") },
                    },
                },
            },
            "/pets/{id}": {
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                "get": {
                    "operationId": "getPet",
                    "responses": { "200": { "description": "", "content": body("Pet") } },
                },
                "delete": { "operationId": "deletePet", "responses": { "204": { "description": "" } } },
            },
        },
        "components": {
            "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } },
            "schemas": {
                "Base": { "type": "object", "required": ["id"], "properties": {
                    "id": { "type": "integer", "format": "int64" }, "tag": { "type": "string" } } },
                "Pet": { "allOf": [reference("Base")], "type": "object", "required": ["name"], "properties": {
                    "name": { "type": "string", "maxLength": 20 },
                    "status": reference("Status"),
                    "born": { "type": "string", "format": "date" },
                    "weight": { "type": "integer", "format": "int64" },
                    "tricks": { "type": "array", "items": { "type": "string" } },
                    "kind": reference("Kind"),
                    "code": reference("Code") } },
                "NewPet": { "type": "object", "required": ["name"], "properties": {
                    "name": { "type": "string" },
                    "note": { "type": "string", "default": "none" },
                    "size": { "type": "object", "properties": { "height": { "type": "integer" } } },
                    "mark": reference("Mark") } },
                "Mark": { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
                "Status": { "type": "string", "enum": ["free", "sold"] },
                "Code": { "type": "string" },
                "Kind": { "oneOf": [reference("Cat"), reference("Dog")], "discriminator": { "propertyName": "type" } },
                "Cat": { "type": "object", "required": ["type", "lives"], "properties": {
                    "type": { "type": "string" }, "lives": { "type": "integer", "minimum": 0 } } },
                "Dog": { "type": "object", "required": ["type", "bark"], "properties": {
                    "type": { "type": "string" }, "bark": { "type": "boolean" } } },
                "Problem": { "type": "object", "required": ["code"], "properties": { "code": { "type": "string" } } },
            },
        },
    })
}

fn schema<'v>(document: &'v mut Value, name: &str) -> &'v mut Value {
    &mut document["components"]["schemas"][name]
}

fn property<'v>(document: &'v mut Value, name: &str, property: &str) -> &'v mut Value {
    &mut schema(document, name)["properties"][property]
}

fn list(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/pets"]["get"]
}

fn remove(value: &mut Value, key: &str) {
    if let Some(object) = value.as_object_mut() {
        object.remove(key);
    }
}

macro_rules! edits {
    ($($name:literal: $client:ident $server:ident [$($item:literal),*] |$document:ident| $apply:expr;)*) => {
        /// All of them.
        pub(crate) const EDITS: &[Edit] = &[$(Edit {
            name: $name,
            apply: |$document| { $apply; },
            client: stringify!($client),
            server: stringify!($server),
            items: &[$($item),*],
        }),*];
    };
}

edits! {
    "nothing": none none [] |d| { let _ = d; };
    "description": none none [] |d| d["info"]["description"] = json!("Pets");
    "optional property added": minor minor ["types::Pet.colour minor", "types::Pet::colour minor"]
        |d| *property(d, "Pet", "colour") = json!({ "type": "string" });
    "required property added": major major ["types::Pet.colour minor", "types::Pet::new major"]
        |d| { *property(d, "Pet", "colour") = json!({ "type": "string" }); schema(d, "Pet")["required"] = json!(["name", "colour"]) };
    "property removed": major major ["types::Pet.born major", "types::Pet::born major"]
        |d| remove(&mut schema(d, "Pet")["properties"], "born");
    "property became required": major major ["types::NewPet.note major", "types::NewPet::new major", "types::NewPet::note major"]
        |d| schema(d, "NewPet")["required"] = json!(["name", "note"]);
    "property became optional": major major ["types::Problem.code major", "types::Problem::new major"]
        |d| remove(schema(d, "Problem"), "required");
    "property became nullable": major major ["types::Pet.name major"]
        |d| property(d, "Pet", "name")["type"] = json!(["string", "null"]);
    "property changed its type": major major ["types::Pet.weight major", "types::Pet::weight major"]
        |d| *property(d, "Pet", "weight") = json!({ "type": "string" });
    "int64 became int32": major major ["types::Pet.weight major"]
        |d| property(d, "Pet", "weight")["format"] = json!("int32");
    "integer became number": major major ["types::Pet.weight major"]
        |d| *property(d, "Pet", "weight") = json!({ "type": "number" });
    "float added": major major ["types::NewPet.price minor", "types::NewPet major"]
        |d| *property(d, "NewPet", "price") = json!({ "type": "number" });
    "float added deep inside": major major ["types::Cat.mass minor", "types::Cat major"]
        |d| *property(d, "Cat", "mass") = json!({ "type": "number" });
    "date became date-time": major major ["types::Pet.born major"]
        |d| property(d, "Pet", "born")["format"] = json!("date-time");
    "format dropped": major major ["types::Pet.born major"]
        |d| remove(property(d, "Pet", "born"), "format");
    "list item changed": major major ["types::Pet.tricks major"]
        |d| property(d, "Pet", "tricks")["items"] = json!({ "type": "integer" });
    "property in allOf removed": major major ["types::Pet.tag major"]
        |d| remove(&mut schema(d, "Base")["properties"], "tag");
    "property in allOf changed": major major ["types::Pet.id major", "types::Pet::new major"]
        |d| *property(d, "Base", "id") = json!({ "type": "string" });
    "maxLength changed": patch patch []
        |d| property(d, "Pet", "name")["maxLength"] = json!(30);
    "last limit removed": major major ["types::Cat major"]
        |d| remove(property(d, "Cat", "lives"), "minimum");
    "one of several limits removed": patch patch []
        |d| remove(property(d, "Pet", "name"), "maxLength");
    "pattern added to what had no limits": minor minor ["types::Problem minor"]
        |d| property(d, "Problem", "code")["pattern"] = json!("^a+$");
    "default changed": minor minor ["types::NewPet::DEFAULT_NOTE minor"]
        |d| property(d, "NewPet", "note")["default"] = json!("much");
    "default removed": major major ["types::NewPet::DEFAULT_NOTE major"]
        |d| remove(property(d, "NewPet", "note"), "default");
    "default added": minor minor ["types::Pet::DEFAULT_WEIGHT minor"]
        |d| property(d, "Pet", "weight")["default"] = json!(1);
    "property deprecated": minor minor ["types::Pet::born minor"]
        |d| property(d, "Pet", "born")["deprecated"] = json!(true);
    "property renamed": major major ["types::Pet.born major", "types::Pet.birthday minor"]
        |d| { let born = property(d, "Pet", "born").take(); *property(d, "Pet", "birthday") = born; remove(&mut schema(d, "Pet")["properties"], "born") };
    "additional properties became typed": minor minor ["types::Problem.additional_properties minor"]
        |d| schema(d, "Problem")["additionalProperties"] = json!({ "type": "string" });
    "enum value added": minor minor ["types::Status::Lost minor"]
        |d| schema(d, "Status")["enum"] = json!(["free", "sold", "lost"]);
    "enum value removed": major major ["types::Status::Sold major"]
        |d| schema(d, "Status")["enum"] = json!(["free"]);
    "enum values in another order": none none []
        |d| schema(d, "Status")["enum"] = json!(["sold", "free"]);
    "enum became text": major major ["types::Status major"]
        |d| remove(schema(d, "Status"), "enum");
    "text became enum": major major ["types::Code major"]
        |d| schema(d, "Code")["enum"] = json!(["a", "b"]);
    "alias changed its type": major major ["types::Code major", "types::Pet.code major"]
        |d| schema(d, "Code")["type"] = json!("integer");
    "reference to an alias was written out": none none []
        |d| *property(d, "Pet", "code") = json!({ "type": "string" });
    "union branch added": minor minor ["types::Kind::Fish minor", "types::Fish minor"]
        |d| { *schema(d, "Fish") = json!({ "type": "object", "required": ["type", "fins"], "properties": { "type": { "type": "string" }, "fins": { "type": "integer" } } });
              schema(d, "Kind")["oneOf"].as_array_mut().unwrap().push(json!({ "$ref": "#/components/schemas/Fish" })) };
    "union branch removed": major major ["types::Kind major"]
        |d| { schema(d, "Kind")["oneOf"].as_array_mut().unwrap().pop(); };
    "union branch became another type": major major ["types::Mark::Integer major", "types::Mark::Boolean minor"]
        |d| schema(d, "Mark")["oneOf"][1] = json!({ "type": "boolean" });
    "branch with a tag became another schema": major major ["types::Kind: From<Dog> major", "types::Kind::Fish minor"]
        |d| { *schema(d, "Fish") = json!({ "type": "object", "required": ["type", "fins"], "properties": { "type": { "type": "string" }, "fins": { "type": "integer" } } });
              let kind = schema(d, "Kind"); kind["oneOf"][1] = json!({ "$ref": "#/components/schemas/Fish" }); kind["discriminator"]["mapping"] = json!({ "Dog": "#/components/schemas/Fish" }) };
    "property of a branch changed": major major ["types::Cat.lives major"]
        |d| *property(d, "Cat", "lives") = json!({ "type": "string" });
    "inline property changed": major major ["types::NewPetSize.height major"]
        |d| property(d, "NewPet", "size")["properties"]["height"] = json!({ "type": "string" });
    "inline schema became text": major major ["types::NewPet.size major", "types::NewPetSize major"]
        |d| *property(d, "NewPet", "size") = json!({ "type": "string" });
    "schema became recursive": minor minor ["types::Pet.parent minor"]
        |d| *property(d, "Pet", "parent") = json!({ "$ref": "#/components/schemas/Pet" });
    "property became part of a cycle": major major ["types::Pet.kind major"]
        |d| *property(d, "Cat", "mother") = json!({ "$ref": "#/components/schemas/Pet" });
    "schema renamed, its name kept": minor minor ["types::Problem minor"]
        |d| { let problem = schema(d, "Problem").take(); *schema(d, "Trouble") = problem; *schema(d, "Problem") = json!({ "$ref": "#/components/schemas/Trouble" }) };
    "schema renamed": major major ["types::Problem major"]
        |d| { let text = d.to_string().replace("schemas/Problem", "schemas/Trouble").replace("\"Problem\":", "\"Trouble\":");
              *d = serde_json::from_str(&text).unwrap() };
    "unused schema added": minor minor ["types::Spare minor"]
        |d| *schema(d, "Spare") = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    "operation added": minor minor ["client::Client::count_pets minor", "server::Api::count_pets minor", "operations::CountPets minor"]
        |d| d["paths"]["/count"] = json!({ "get": { "operationId": "countPets", "responses": { "204": { "description": "" } } } });
    "operation removed": major major ["client::Client::delete_pet major", "server::Api::delete_pet major", "operations::DeletePet major"]
        |d| remove(&mut d["paths"]["/pets/{id}"], "delete");
    "operationId renamed": major major ["client::Client::delete_pet major", "server::Api::delete_pet major", "operations::DeletePet major"]
        |d| d["paths"]["/pets/{id}"]["delete"]["operationId"] = json!("removePet");
    "operation deprecated": minor patch ["client::Client::list_pets minor"]
        |d| list(d)["deprecated"] = json!(true);
    "path moved": patch patch []
        |d| { let item = d["paths"]["/pets"].take(); remove(&mut d["paths"], "/pets"); d["paths"]["/animals"] = item };
    "tags added": none none []
        |d| list(d)["tags"] = json!(["pets"]);
    "optional parameter added": minor minor ["operations::ListPets.page minor", "client::Call<operations::ListPets>::page minor"]
        |d| list(d)["parameters"].as_array_mut().unwrap().push(json!({ "name": "page", "in": "query", "schema": { "type": "integer" } }));
    "required parameter added": major major ["operations::ListPets::new major", "client::Client::list_pets major", "operations::ListPets.page minor"]
        |d| list(d)["parameters"].as_array_mut().unwrap().push(json!({ "name": "page", "in": "query", "required": true, "schema": { "type": "integer" } }));
    "parameter removed": major major ["operations::ListPets.limit major", "client::Call<operations::ListPets>::limit major"]
        |d| { list(d)["parameters"].as_array_mut().unwrap().remove(0); };
    "parameter became required": major major ["operations::ListPets.limit major", "client::Client::list_pets major"]
        |d| list(d)["parameters"][0]["required"] = json!(true);
    "parameter became optional": major major ["operations::ListPets.owner major", "client::Client::list_pets major"]
        |d| remove(&mut list(d)["parameters"][1], "required");
    "parameter changed its type": major major ["operations::ListPets.limit major", "client::Call<operations::ListPets>::limit major"]
        |d| list(d)["parameters"][0]["schema"] = json!({ "type": "string" });
    "path parameter changed its type": major major ["operations::GetPet.id major", "client::Client::get_pet major", "operations::DeletePet.id major"]
        |d| d["paths"]["/pets/{id}"]["parameters"][0]["schema"] = json!({ "type": "integer" });
    "parameters in another order": none none []
        |d| list(d)["parameters"].as_array_mut().unwrap().reverse();
    "parameter default changed": minor minor ["operations::ListPets::DEFAULT_LIMIT minor"]
        |d| list(d)["parameters"][0]["schema"]["default"] = json!(20);
    "request body became optional": major major ["operations::AddPet.body major", "client::Client::add_pet major"]
        |d| remove(&mut d["paths"]["/pets"]["post"]["requestBody"], "required");
    "request body removed": major major ["operations::AddPet.body major", "client::Client::add_pet major"]
        |d| remove(&mut d["paths"]["/pets"]["post"], "requestBody");
    "request body is another schema": major major ["operations::AddPet.body major", "client::Client::add_pet major"]
        |d| d["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]["schema"] = json!({ "$ref": "#/components/schemas/Pet" });
    "success is another schema": major major ["server::Api::get_pet major", "operations::GetPet: generator_runtime::client::Operation major"]
        |d| d["paths"]["/pets/{id}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = json!({ "$ref": "#/components/schemas/Cat" });
    "success without body": major major ["server::Api::get_pet major", "operations::GetPet: generator_runtime::client::Operation major"]
        |d| remove(&mut d["paths"]["/pets/{id}"]["get"]["responses"]["200"], "content");
    "second success status": major major ["server::Api::get_pet major", "operations::GetPet: generator_runtime::client::Operation major"]
        |d| d["paths"]["/pets/{id}"]["get"]["responses"]["202"] = json!({ "description": "" });
    "error status documented": minor minor ["operations::ListPetsError::NotFound minor"]
        |d| list(d)["responses"]["404"] = json!({ "description": "" });
    "error status removed": major major ["operations::ListPetsError::BadRequest major"]
        |d| remove(&mut list(d)["responses"], "400");
    "error body is another schema": major major ["operations::ListPetsError::BadRequest major"]
        |d| list(d)["responses"]["400"]["content"]["application/json"]["schema"] = json!({ "$ref": "#/components/schemas/Cat" });
    "response header added": major major ["server::Api::get_pet major", "operations::GetPet: generator_runtime::client::Operation major"]
        |d| d["paths"]["/pets/{id}"]["get"]["responses"]["200"]["headers"] = json!({ "X-Rest": { "schema": { "type": "integer" } } });
    "error header added": major major ["operations::ListPetsError::BadRequest major"]
        |d| list(d)["responses"]["400"]["headers"] = json!({ "X-Rest": { "schema": { "type": "integer" } } });
    "security scheme renamed": major none ["client::ClientBuilder::key major", "client::ClientBuilder::token minor"]
        |d| { let scheme = d["components"]["securitySchemes"]["key"].take(); d["components"]["securitySchemes"] = json!({ "token": scheme }); d["security"] = json!([{ "token": [] }]) };
    "security scheme added": minor patch ["client::ClientBuilder::login minor"]
        |d| { d["components"]["securitySchemes"]["login"] = json!({ "type": "http", "scheme": "basic" }); d["security"] = json!([{ "key": [] }, { "login": [] }]) };
    "server variable added": minor patch ["client::ClientBuilder::zone minor", "client::Client::with_zone minor"]
        |d| d["servers"] = json!([{ "url": "https://{zone}.example.com", "variables": { "zone": { "default": "eu" } } }]);
    "server path added": patch minor ["server::BASE_PATHS minor"]
        |d| d["servers"] = json!([{ "url": "https://api.example.com/v1" }]);
    "webhook added": minor minor ["webhooks::client::Sender minor", "webhooks::server::Receiver minor"]
        |d| d["webhooks"] = json!({ "born": { "post": { "operationId": "petBorn", "responses": { "204": { "description": "" } } } } });
}
