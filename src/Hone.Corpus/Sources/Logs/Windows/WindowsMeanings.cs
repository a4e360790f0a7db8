using System.Globalization;

namespace Hone.Corpus.Sources.Logs.Windows;

/// <summary>What an event means, and its fields in the order of their weight.</summary>
internal sealed record WindowsMeaning(string Words, IReadOnlyList<string> Fields);

/// <summary>
/// The events that analysts meet, in our own words. Each line: log, id, meaning, fields that come first. What they record is
/// described at learn.microsoft.com (security auditing; Sysmon).
/// </summary>
internal static class WindowsMeanings
{
    private const string Table = """
        Security|1100|The event log service shut down
        Security|1102|The security log was cleared|SubjectDomainName,SubjectUserName
        Security|4608|Windows started
        Security|4610|An authentication package was loaded|AuthenticationPackageName
        Security|4611|A logon process registered with the security authority|LogonProcessName,SubjectUserName
        Security|4616|The system time was changed|SubjectUserName,ProcessName,PreviousTime,NewTime
        Security|4624|An account logged on|TargetDomainName,TargetUserName,LogonType,IpAddress,WorkstationName,AuthenticationPackageName,LogonProcessName,ProcessName,ElevatedToken
        Security|4625|A logon failed|TargetDomainName,TargetUserName,LogonType,Status,SubStatus,FailureReason,IpAddress,WorkstationName,AuthenticationPackageName,ProcessName
        Security|4627|Group memberships at a logon|TargetDomainName,TargetUserName,LogonType
        Security|4634|An account logged off|TargetDomainName,TargetUserName,LogonType
        Security|4647|A user started to log off|TargetDomainName,TargetUserName
        Security|4648|A logon was tried with explicitly given credentials|SubjectDomainName,SubjectUserName,TargetDomainName,TargetUserName,TargetServerName,ProcessName,IpAddress
        Security|4649|A Kerberos replay was detected|TargetUserName,IpAddress
        Security|4656|A handle to an object was asked for|ObjectType,ObjectName,ProcessName,AccessMask,AccessList,SubjectUserName
        Security|4657|A registry value was changed|ObjectName,ObjectValueName,OperationType,OldValue,NewValue,ProcessName,SubjectUserName
        Security|4658|A handle to an object was closed|ProcessName,SubjectUserName
        Security|4659|A handle was asked for in order to delete|ObjectName,ProcessName,SubjectUserName
        Security|4660|An object was deleted|ProcessName,SubjectUserName
        Security|4661|A handle to an object of the directory or account database was asked for|ObjectType,ObjectName,ProcessName,AccessMask,SubjectUserName
        Security|4662|An operation was performed on a directory object|SubjectDomainName,SubjectUserName,ObjectType,ObjectName,OperationType,AccessMask,Properties
        Security|4663|An object was accessed|ObjectType,ObjectName,ProcessName,AccessMask,AccessList,SubjectUserName
        Security|4670|The permissions of an object were changed|ObjectType,ObjectName,ProcessName,OldSd,NewSd,SubjectUserName
        Security|4672|Special privileges were given to a new logon|SubjectDomainName,SubjectUserName,PrivilegeList
        Security|4673|A privileged service was called|Service,PrivilegeList,ProcessName,SubjectUserName
        Security|4674|An operation was tried on a privileged object|ObjectType,ObjectName,PrivilegeList,ProcessName,SubjectUserName
        Security|4688|A process was started|NewProcessName,CommandLine,ParentProcessName,SubjectDomainName,SubjectUserName,TargetUserName,TokenElevationType,MandatoryLabel,NewProcessId,ProcessId
        Security|4689|A process ended|ProcessName,Status,SubjectUserName
        Security|4690|A handle was duplicated|SubjectUserName
        Security|4696|A primary token was given to a process|TargetProcessName,ProcessName,SubjectUserName,TargetUserName
        Security|4697|A service was installed|ServiceName,ServiceFileName,ServiceType,ServiceStartType,ServiceAccount,SubjectUserName
        Security|4698|A scheduled task was created|TaskName,SubjectDomainName,SubjectUserName,TaskContent
        Security|4699|A scheduled task was deleted|TaskName,SubjectUserName
        Security|4700|A scheduled task was enabled|TaskName,SubjectUserName
        Security|4701|A scheduled task was disabled|TaskName,SubjectUserName
        Security|4702|A scheduled task was changed|TaskName,SubjectUserName,TaskContentNew
        Security|4703|Privileges of a token were switched on or off|ProcessName,EnabledPrivilegeList,DisabledPrivilegeList,SubjectUserName,TargetUserName
        Security|4704|A user right was assigned|TargetSid,PrivilegeList,SubjectUserName
        Security|4713|The Kerberos policy was changed|SubjectUserName
        Security|4717|A logon right was granted|TargetSid,AccessGranted,SubjectUserName
        Security|4719|The audit policy was changed|CategoryId,SubcategoryGuid,AuditPolicyChanges,SubjectUserName
        Security|4720|A user account was created|TargetDomainName,TargetUserName,SubjectDomainName,SubjectUserName,UserAccountControl
        Security|4722|A user account was enabled|TargetDomainName,TargetUserName,SubjectUserName
        Security|4723|A user tried to change a password of their own|TargetDomainName,TargetUserName,SubjectUserName
        Security|4724|An account's password was reset by another|TargetDomainName,TargetUserName,SubjectUserName
        Security|4725|A user account was disabled|TargetDomainName,TargetUserName,SubjectUserName
        Security|4726|A user account was deleted|TargetDomainName,TargetUserName,SubjectUserName
        Security|4728|A member was added to a global security group|TargetDomainName,TargetUserName,MemberName,MemberSid,SubjectUserName
        Security|4729|A member was removed from a global security group|TargetUserName,MemberName,MemberSid,SubjectUserName
        Security|4731|A local security group was created|TargetUserName,SubjectUserName
        Security|4732|A member was added to a local security group|TargetDomainName,TargetUserName,MemberName,MemberSid,SubjectUserName
        Security|4733|A member was removed from a local security group|TargetUserName,MemberName,MemberSid,SubjectUserName
        Security|4735|A local security group was changed|TargetUserName,SubjectUserName
        Security|4738|A user account was changed|TargetDomainName,TargetUserName,SubjectUserName,UserAccountControl
        Security|4740|A user account was locked out|TargetUserName,TargetDomainName,SubjectUserName
        Security|4741|A computer account was created|TargetUserName,SubjectUserName,ServicePrincipalNames
        Security|4742|A computer account was changed|TargetUserName,SubjectUserName,ServicePrincipalNames
        Security|4743|A computer account was deleted|TargetUserName,SubjectUserName
        Security|4756|A member was added to a universal security group|TargetUserName,MemberName,MemberSid,SubjectUserName
        Security|4767|A user account was unlocked|TargetUserName,SubjectUserName
        Security|4768|A Kerberos ticket-granting ticket (TGT) was asked for|TargetDomainName,TargetUserName,ServiceName,Status,TicketEncryptionType,PreAuthType,IpAddress
        Security|4769|A Kerberos service ticket was asked for|TargetUserName,ServiceName,Status,TicketEncryptionType,TicketOptions,IpAddress
        Security|4770|A Kerberos service ticket was renewed|TargetUserName,ServiceName,TicketEncryptionType,IpAddress
        Security|4771|Kerberos pre-authentication failed|TargetUserName,ServiceName,Status,PreAuthType,IpAddress
        Security|4776|Credentials were checked with NTLM|TargetUserName,Workstation,Status,PackageName
        Security|4778|A session was reconnected|AccountName,ClientName,ClientAddress
        Security|4779|A session was disconnected|AccountName,ClientName,ClientAddress
        Security|4781|An account was renamed|OldTargetUserName,NewTargetUserName,SubjectUserName
        Security|4794|The directory restore mode password was set|SubjectUserName,Workstation
        Security|4798|The local groups of a user were listed|TargetUserName,CallerProcessName,SubjectUserName
        Security|4799|The members of a local group were listed|TargetDomainName,TargetUserName,CallerProcessName,SubjectUserName
        Security|4946|A firewall rule was added|RuleName,RuleId,ProfileChanged
        Security|4947|A firewall rule was changed|RuleName,RuleId,ProfileChanged
        Security|4948|A firewall rule was deleted|RuleName,RuleId,ProfileChanged
        Security|4964|A watched group logged on|TargetUserName,SidList
        Security|5038|A file's code signature is not valid|param1
        Security|5058|A key file was read or written|KeyName,Operation,SubjectUserName
        Security|5061|A cryptographic operation was performed|KeyName,Operation,SubjectUserName
        Security|5136|A directory object was changed|ObjectDN,ObjectClass,AttributeLDAPDisplayName,AttributeValue,OperationType,SubjectUserName
        Security|5137|A directory object was created|ObjectDN,ObjectClass,SubjectUserName
        Security|5140|A network share was opened|ShareName,ShareLocalPath,IpAddress,SubjectDomainName,SubjectUserName,AccessMask
        Security|5142|A network share was added|ShareName,ShareLocalPath,SubjectUserName
        Security|5145|Access to a file on a network share was checked|ShareName,RelativeTargetName,IpAddress,SubjectDomainName,SubjectUserName,AccessMask,AccessList
        Security|5154|A program may listen on a port|Application,SourceAddress,SourcePort,Protocol
        Security|5156|The firewall let a connection through|Application,Direction,SourceAddress,SourcePort,DestAddress,DestPort,Protocol
        Security|5157|The firewall blocked a connection|Application,Direction,SourceAddress,SourcePort,DestAddress,DestPort,Protocol
        Security|5158|A program may bind to a local port|Application,SourceAddress,SourcePort,Protocol
        Security|5379|Stored credentials were read|TargetName,SubjectUserName
        Security|5381|Credentials of the vault were listed|SubjectUserName
        Security|5382|Credentials of the vault were read|Resource,Identity,SubjectUserName
        Security|5447|A filter of the firewall platform was changed|FilterName,ChangeType,ProviderName
        Security|6416|A new device was plugged in|DeviceDescription,DeviceId,ClassName
        System|104|A log was cleared|Channel,SubjectUserName
        System|1074|A restart or shutdown was asked for|param1,param5,param7
        System|6005|The event log service started
        System|6006|The event log service stopped
        System|6008|The last shutdown was unexpected
        System|7034|A service ended unexpectedly|param1
        System|7036|A service changed its state|param1,param2
        System|7040|The start type of a service was changed|param1,param2,param3
        System|7045|A service was installed|ServiceName,ImagePath,ServiceType,StartType,AccountName
        Sysmon|1|A process was started|Image,CommandLine,ParentImage,ParentCommandLine,User,IntegrityLevel,CurrentDirectory,Hashes,OriginalFileName,ProcessId,ParentProcessId
        Sysmon|2|A process changed when a file was created|Image,TargetFilename,PreviousCreationUtcTime,CreationUtcTime
        Sysmon|3|A network connection|Image,Initiated,Protocol,SourceIp,SourcePort,DestinationIp,DestinationPort,DestinationHostname,User
        Sysmon|4|Sysmon's state changed|State
        Sysmon|5|A process ended|Image,ProcessId
        Sysmon|6|A driver was loaded|ImageLoaded,Signed,Signature,SignatureStatus,Hashes
        Sysmon|7|A module was loaded by a process|Image,ImageLoaded,Signed,Signature,SignatureStatus,Hashes
        Sysmon|8|A process started a thread in another|SourceImage,TargetImage,StartModule,StartFunction,StartAddress
        Sysmon|9|A process read a disk directly|Image,Device
        Sysmon|10|A process opened another|SourceImage,TargetImage,GrantedAccess,CallTrace
        Sysmon|11|A file was created|Image,TargetFilename,User
        Sysmon|12|A registry key or value was created or deleted|EventType,Image,TargetObject
        Sysmon|13|A registry value was set|Image,TargetObject,Details
        Sysmon|14|A registry key or value was renamed|Image,TargetObject,NewName
        Sysmon|15|An alternate data stream was created|Image,TargetFilename,Contents,Hash
        Sysmon|16|Sysmon's configuration changed|Configuration
        Sysmon|17|A named pipe was created|Image,PipeName
        Sysmon|18|A named pipe was connected to|Image,PipeName
        Sysmon|19|A WMI event filter was registered|Operation,Name,Query,User
        Sysmon|20|A WMI event consumer was registered|Operation,Name,Type,Destination,User
        Sysmon|21|A WMI consumer was bound to a filter|Operation,Consumer,Filter,User
        Sysmon|22|A DNS query|Image,QueryName,QueryStatus,QueryResults
        Sysmon|23|A file was deleted and archived|Image,TargetFilename,Hashes,User
        Sysmon|24|The clipboard changed|Image,Hashes
        Sysmon|25|A process image was tampered with|Image,Type
        Sysmon|26|A file was deleted|Image,TargetFilename,Hashes,User
        Sysmon|27|The creation of an executable was blocked|Image,TargetFilename,Hashes
        Sysmon|28|Shredding of a file was blocked|Image,TargetFilename,Hashes
        Sysmon|29|An executable file was created|Image,TargetFilename,Hashes
        Sysmon|255|Sysmon met an error|ID,Description
        PowerShell|4100|PowerShell met an error|Payload
        PowerShell|4103|PowerShell ran a command|CommandName,HostApplication,ScriptName,User
        PowerShell|4104|PowerShell ran a script block|Path
        PowerShell|4105|A script block began|ScriptBlockId
        PowerShell|4106|A script block ended|ScriptBlockId
        Windows PowerShell|400|The PowerShell engine started|HostApplication,UserId
        Windows PowerShell|403|The PowerShell engine stopped|HostApplication
        Windows PowerShell|600|A PowerShell provider started|HostApplication
        Windows PowerShell|800|Details of a PowerShell pipeline|CommandLine,HostApplication,ScriptName,UserId
        WMI-Activity|5857|A WMI provider was loaded|ProviderName,ProviderPath,HostProcess
        WMI-Activity|5858|A WMI operation failed|Operation,User,ClientMachine,ResultCode,PossibleCause
        WMI-Activity|5860|A temporary WMI event subscription was made|Query,User,ClientMachine
        WMI-Activity|5861|A permanent WMI event subscription was made|ESS,CONSUMER,PossibleCause
        TaskScheduler|106|A task was registered|TaskName,UserContext
        TaskScheduler|129|A task's process was started|TaskName,Path
        TaskScheduler|140|A task was changed|TaskName,UserName
        TaskScheduler|141|A task was deleted|TaskName,UserName
        TaskScheduler|200|A task's action began|TaskName,ActionName
        TerminalServices-LocalSessionManager|21|A session logged on|User,Address
        TerminalServices-LocalSessionManager|25|A session was reconnected|User,Address
        TerminalServices-RemoteConnectionManager|1149|A remote desktop user authenticated|Param1,Param2,Param3
        Windows Defender|1116|Defender found malware|Threat Name,Severity Name,Path,Process Name,Detection User
        Windows Defender|1117|Defender acted on malware|Threat Name,Action Name,Path,Process Name
        Windows Defender|5001|Defender's real-time protection was switched off
        Windows Defender|5007|Defender's configuration was changed|Old Value,New Value
        Bits-Client|59|A BITS transfer began|name,url
        Bits-Client|60|A BITS transfer ended|name,url,fileLength
        """;

    private static readonly Dictionary<(string, int), WindowsMeaning> _all = Read();

    public static WindowsMeaning? Of(string log, int id) => _all.GetValueOrDefault((log, id));

    private static Dictionary<(string, int), WindowsMeaning> Read()
    {
        var all = new Dictionary<(string, int), WindowsMeaning>();
        foreach (string line in Table.Split('\n'))
        {
            string[] cells = line.Trim().Split('|');
            all.Add((cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture)), new WindowsMeaning(cells[2], cells.Length > 3 ? cells[3].Split(',') : []));
        }
        return all;
    }
}
