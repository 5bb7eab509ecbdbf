//! Every program against the simulated clouds, on loopback.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::process::Output;
use std::time::Duration;

use simulator::serve::serve;
use simulator::{Cloud, Faults, Provider, Settings};
use tokio::net::TcpListener;
use tokio::process::Command;

/// A program, the cloud that it calls, the image that it copies, and a region to which that can be copied.
struct Sample {
    program: &'static str,
    name: &'static str,
    provider: Provider,
    image: &'static str,
    from: &'static str,
    to: &'static str,
}

const IMS_IMAGE: &str = "465076de-dc36-4aec-80f5-ef9d8009428f";

const SAMPLES: [Sample; 4] = [
    Sample {
        program: env!("CARGO_BIN_EXE_copy_huaweicloud"),
        name: "huaweicloud",
        provider: Provider::HuaweiCloudIms,
        image: IMS_IMAGE,
        from: "cn-north-4",
        to: "cn-north-4",
    },
    Sample {
        program: env!("CARGO_BIN_EXE_copy_otc"),
        name: "otc",
        provider: Provider::OtcIms,
        image: IMS_IMAGE,
        from: "eu-de",
        to: "eu-de",
    },
    Sample {
        program: env!("CARGO_BIN_EXE_copy_jdcloud"),
        name: "jdcloud",
        provider: Provider::JdCloudVm,
        image: "img-a",
        from: "cn-north-1",
        to: "cn-east-2",
    },
    Sample {
        program: env!("CARGO_BIN_EXE_copy_volcengine"),
        name: "volcengine",
        provider: Provider::VolcengineEcs,
        image: "image-4431h3l7hl31a0abcdef",
        from: "cn-beijing",
        to: "cn-shanghai",
    },
];

/// A cloud on a port of its own, until the test ends.
async fn served(settings: Settings, provider: Provider) -> (Cloud, String) {
    let cloud = Cloud::new(provider, settings);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, cloud.clone(), std::future::pending()));
    (cloud, url)
}

impl Sample {
    fn settings(&self) -> Settings {
        let mut settings = Settings::new(self.provider);
        settings.job_time = Duration::ZERO;
        settings
    }

    fn command(&self, program: &str, url: &str, arguments: &[&str]) -> Command {
        let key = self.settings().credentials.access_key;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env_clear()
            .env("BASE_URL", url)
            .env("ACCESS_KEY_ID", key.id())
            .env("SECRET_ACCESS_KEY", key.secret().expose())
            .env("REGION", self.from)
            .env("PROJECT_ID", "project")
            .kill_on_drop(true);
        command
    }

    async fn copy(&self, url: &str, image: &str) -> Output {
        let mut command = self.command(self.program, url, &[image, "nightly", self.to]);
        command.output().await.unwrap()
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// That one copy was made, in a region, and that the program has printed its id.
fn copied(output: &Output, cloud: &Cloud, region: &str) {
    let errors = text(&output.stderr);
    assert!(output.status.success(), "{:?}: {errors}", cloud.provider());
    // What is no terminal gets no bar.
    assert_eq!(errors, "");
    let copies = cloud.world().copies();
    let [copy] = &*copies else {
        panic!("{copies:?}")
    };
    assert_eq!((&*copy.name, &*copy.destination), ("nightly", region));
    let id = text(&output.stdout).trim();
    assert!(id.len() > 4 && id != copy.source_id, "{id}");
}

/// What the program says went wrong.
fn failed(output: &Output) -> &str {
    let errors = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert_eq!(text(&output.stdout), "");
    errors
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_copy_and_wait() {
    let runs = SAMPLES.map(|sample| {
        tokio::spawn(async move {
            let mut settings = sample.settings();
            // So long that the first question finds the copy under way.
            settings.job_time = Duration::from_secs(1);
            let (cloud, url) = served(settings, sample.provider).await;
            copied(&sample.copy(&url, sample.image).await, &cloud, sample.to);
        })
    });
    for run in runs {
        run.await.unwrap();
    }
}

#[tokio::test]
async fn one_program_copies_in_every_cloud() {
    let program = env!("CARGO_BIN_EXE_copy_anywhere");
    for sample in SAMPLES {
        let (cloud, url) = served(sample.settings(), sample.provider).await;
        let arguments = [sample.name, sample.image, "nightly", sample.to];
        let output = sample.command(program, &url, &arguments).output().await;
        copied(&output.unwrap(), &cloud, sample.to);
    }
}

#[tokio::test]
async fn one_program_copies_to_another_region_of_huawei_cloud() {
    let (sample, program) = (&SAMPLES[0], env!("CARGO_BIN_EXE_copy_anywhere"));
    let (cloud, url) = served(sample.settings(), sample.provider).await;
    let arguments = [sample.name, sample.image, "nightly", "cn-south-1"];
    let mut command = sample.command(program, &url, &arguments);
    assert!(failed(&command.output().await.unwrap()).contains("PROJECT_NAME"));
    command.env("PROJECT_NAME", "cn-south-1");
    command.env("AGENCY_NAME", "ims_admin_agency");
    copied(&command.output().await.unwrap(), &cloud, "cn-south-1");
}

#[tokio::test]
async fn open_telekom_cloud_takes_tokens() {
    let sample = &SAMPLES[1];
    let (cloud, url) = served(sample.settings(), sample.provider).await;
    let mut command = sample.command(sample.program, &url, &[sample.image, "nightly"]);
    command
        .env_remove("ACCESS_KEY_ID")
        .env("AUTH_TOKEN", "otc-token");
    copied(&command.output().await.unwrap(), &cloud, sample.to);
}

#[tokio::test]
async fn failures_show_code_and_request_id() {
    for (sample, code) in
        SAMPLES
            .iter()
            .zip(["IMG.0027", "IMG.0027", "NOT_FOUND", "InvalidImage.NotFound"])
    {
        let (cloud, url) = served(sample.settings(), sample.provider).await;
        let output = sample.copy(&url, "image-missing").await;
        let errors = failed(&output);
        assert!(errors.starts_with("not copied: "), "{errors}");
        assert!(errors.contains(&format!("\n  code: {code}\n")), "{errors}");
        assert!(errors.contains("\n  request id: "), "{errors}");
        assert!(cloud.world().copies().is_empty());
    }
}

#[tokio::test]
async fn wrong_keys_are_refused_and_not_shown() {
    for sample in SAMPLES {
        let (_, url) = served(sample.settings(), sample.provider).await;
        let mut command = sample.command(sample.program, &url, &[sample.image, "n", sample.to]);
        let output = command
            .env("SECRET_ACCESS_KEY", "very-secret")
            .output()
            .await
            .unwrap();
        let errors = failed(&output);
        assert!(errors.starts_with("not copied: "), "{errors}");
        assert!(errors.contains("\n  code: "), "{errors}");
        assert!(!errors.contains("very-secret"), "{errors}");
    }
}

#[tokio::test]
async fn failed_copies_show_the_reason() {
    let sample = &SAMPLES[0];
    let (cloud, url) = served(sample.settings(), sample.provider).await;
    cloud
        .world()
        .fail_next_copy("IMG.0026", "the disk is damaged");
    let output = sample.copy(&url, sample.image).await;
    let errors = failed(&output);
    assert!(errors.starts_with("the copy was started: "), "{errors}");
    assert!(errors.contains("the disk is damaged"), "{errors}");
    assert!(errors.contains("\n  code: IMG.0026"), "{errors}");
}

#[tokio::test]
async fn programs_say_when_a_copy_is_in_doubt() {
    for sample in SAMPLES {
        let mut settings = sample.settings();
        settings.faults = Faults::new(1.0, 1);
        let (_, url) = served(settings, sample.provider).await;
        // All kinds of faults come up in a few runs.
        for _ in 0..4 {
            let output = sample.copy(&url, sample.image).await;
            let errors = failed(&output);
            let doubt = "it is not known whether the copy was started: ";
            assert!(errors.starts_with(doubt), "{errors}");
        }
    }
}

#[tokio::test]
async fn programs_say_which_setting_is_missing() {
    for sample in SAMPLES {
        let mut command = sample.command(sample.program, "http://127.0.0.1:9", &["i", "n", "r"]);
        let output = command.env_remove("ACCESS_KEY_ID").output().await.unwrap();
        assert!(failed(&output).contains("ACCESS_KEY_ID"));
        let mut command = sample.command(sample.program, "http://127.0.0.1:9", &[]);
        let output = command.output().await.unwrap();
        assert!(failed(&output).contains("argument 1"));
        let mut command =
            sample.command(sample.program, "http://127.0.0.1:9", &["i", "n", sample.to]);
        let output = command.output().await.unwrap();
        assert!(
            failed(&output).starts_with("not copied: "),
            "nobody listens"
        );
    }
}
